import type { order as english } from "../en/order"

export const order: typeof english = {
  reference: "订单",
  message: {
    title: "留言",
    add: "给收款人留言",
    label: "你的留言",
    hint: "选填，最多 200 个字符。只有收款人和平台运营方能看到。",
    save: "完成",
    change: "修改",
  },
  payee: "收款人",
  profile: {
    verified: "（由该地址的所有者设置的名字）",
    unknown: "没有这个名字的收款页",
    unknownText: "没有付款。名字可能输错了，或已被主人停用：请向收款人确认地址。",
  },
  home: "返回首页",
  payAnyway: (payee) => `不通过链接，直接付给 ${payee}`,
  share: {
    title: (title, amount) => `${title}：${amount} CKB`,
    open: (payee) => `用自己的钱包付给 ${payee}，金额不限。`,
    fixed: (amount, payee) => `用自己的钱包付给 ${payee} ${amount} CKB。`,
    states: {
      used: "这个链接已付款。",
      closed: "这个链接已关闭。",
      expired: "这个链接的付款时间已过。",
    },
    picture: (title) => `${title}（图片）`,
  },
}
