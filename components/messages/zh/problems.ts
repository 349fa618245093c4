import type { Messages } from "../en"

export const problems: Messages["problems"] = {
  fallback: {
    title: "操作没有成功",
    text: "没有发送任何交易，资金未动。请稍后再试。",
  },
  UNREACHABLE: {
    title: "服务器没有响应",
    text: "请检查网络连接，然后重试。没有发送任何交易，资金未动。",
  },
  VALIDATION_ERROR: {
    title: "填写的内容有误",
    text: "没有发送任何交易，资金未动。请检查后重试。",
  },
  UNAUTHORIZED: { title: "请登录", text: "登录已过期。一切保持原样。" },
  FORBIDDEN: { title: "你没有权限", text: "一切保持原样。" },
  SECOND_FACTOR_NEEDED: {
    title: "需要第二重验证",
    text: "没有执行任何操作。请在“账户”里设置，或用验证码重新登录。",
  },
  KEY_REVOKED: {
    title: "这个 API 密钥已失效",
    text: "没有执行任何操作。可以在它的项目中创建新的密钥。",
  },
  ORIGIN_NOT_ALLOWED: {
    title: "这个 API 密钥不能在本页面使用",
    text: "没有执行任何操作。可以在它的项目中把本页面加入密钥的来源列表。",
  },
  NOT_FOUND: { title: "没有找到", text: "一切保持原样。请检查网址。" },
  STATE_MISMATCH: {
    title: "状态已经变化",
    text: "没有发送任何交易。请查看当前状态，然后重试。",
  },
  HOLD_LOST: {
    title: "请再签一次名",
    text: "等待时间太长，正在重新准备。没有发送任何交易。",
  },
  INPUT_SPENT: {
    title: "钱包在此期间动用了这些 CKB",
    text: "这笔付款没有发送，正在重新准备。",
  },
  TX_MISMATCH: {
    title: "钱包改动了这笔交易",
    text: "收到的内容与准备好的不同，因此没有发送任何交易，资金未动。请重试，或换一个钱包。",
  },
  PAYMENT_IN_PROGRESS: {
    title: "这个钱包的上一笔付款还在进行",
    text: "要等它完成。这一笔没有发送，请过几秒再试。",
  },
  LINK_UNAVAILABLE: {
    title: "此付款链接已不能支付",
    text: "没有发送任何交易，资金未动。请向收款人索取新的链接。",
  },
  ALREADY_PAID: {
    title: "这笔款已经付过了",
    text: "对应的付款已完成，或正在途中。这次没有发送任何交易，资金未动。",
  },
  ALREADY_PAID_OUT: {
    title: "这笔款已经打出",
    text: "无法再从余额中退款。没有退还任何金额。请用你的钱包付还给付款人。",
  },
  REFERENCE_TAKEN: {
    title: "你的另一个链接已使用这个单号",
    text: "那个链接的收款内容不同。没有创建新链接：请先关闭那个链接，或换一个单号。",
  },
  NAME_UNAVAILABLE: {
    title: "这个名字不能使用",
    text: "没有任何改动，请换一个名字。",
  },
  INSUFFICIENT_BALANCE: {
    title: "CKB 不够",
    text: "没有发送任何交易，资金未动。",
  },
  INVALID_SIGNATURE: {
    title: "签名不符",
    text: "没有发送任何交易，资金未动。请重试，或连接该地址的钱包。",
  },
  RATE_LIMITED: {
    title: "尝试次数太多",
    text: "没有发送任何交易，资金未动。请等一分钟再试。",
  },
  CHAIN_ERROR: {
    title: "暂时无法连接 CKB 网络",
    text: "没有发送任何交易，资金未动。请稍后再试。",
  },
  NO_PLATFORM_CELL: {
    title: "现在付款的人很多",
    text: "没有发送任何交易，资金未动。请过几秒再试。",
  },
  APPROVAL_NEEDED: {
    title: "这笔打款需要批准",
    text: "这个金额的打款要由运营方批准。没有发送任何交易，余额是安全的。请稍后再试，或减少金额。",
  },
  CATCHING_UP: {
    title: "平台正在同步最新的区块",
    text: "没有发送任何交易，资金未动。请稍后再试。",
  },
  SCHEMA_NEWER: {
    title: "平台正在升级",
    text: "没有发送任何交易，资金未动。请稍后刷新页面。",
  },
  OVERLOADED: {
    title: "平台现在很忙",
    text: "没有发送任何交易，资金未动。请稍后再试。",
  },
  INTERNAL_ERROR: {
    title: "我们这边出了问题",
    text: "重试之前，请先确认操作是否已经完成。",
  },
  review: {
    title: "请不要签署",
    text: "服务器准备的内容与这个页面显示的不同。没有发送任何交易，资金未动。请告知运营方。",
  },
  walletChanges: {
    title: "这个钱包暂时不能在这里使用",
    text: "它会在签名前改动交易。没有发送任何交易，资金未动。请换一个钱包；使用 JoyID 时，请换用创建账户的那台设备。",
  },
}
