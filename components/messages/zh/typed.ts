import type { Messages } from "../en"

export const typed: Messages["typed"] = {
  amount: {
    faults: {
      missing: "请填写金额。",
      malformed: "请填写数字，例如 2.5。",
      negative: "金额必须大于零。",
      decimals: "小数点后最多 8 位。",
      large: "这超过了 CKB 的总量。",
    },
    zero: "金额必须大于零。",
    tooSmall: (least) => `请填写不少于 ${least} CKB 的金额。`,
    tooLarge: (most) => `请填写不超过 ${most} CKB 的金额。`,
    question: "你指的是哪个金额？",
    choose: (amount) => `${amount} CKB`,
    understood: (amount) => `= ${amount} CKB`,
  },
  address: {
    missing: "请填写 CKB 地址。",
    malformed: (start) => `这不是 CKB 地址。CKB 地址以 ${start} 开头。`,
    typo: "这个地址有输入错误，或缺少一部分。请重新复制。",
    ethereum: (start) => `这是以太坊地址。请改用以 ${start} 开头的 CKB 地址。`,
    otherNetwork: (network) => `这个地址属于其他网络。本平台使用的网络是：${network}。`,
  },
  noteTooLong: "附言最多 1,000 个字符。",
  link: {
    titles: {
      to: "这个付款链接里的地址有误",
      amount: "这个付款链接里的金额不明确",
      note: "这个付款链接里的附言太长",
    },
    text: "没有发生付款。请在下面改正，或索取新的链接。",
  },
}
