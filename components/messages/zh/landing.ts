import type { landing as english } from "../en/landing"

export const landing: typeof english = {
  title: "任意金额的 CKB，2 个也能转",
  intro:
    "普通的 CKB 转账至少要 61 CKB，因为它会新建一个 Cell。micro-pay 替不在线的人收下小额付款，逐笔累积，再自动打款到链上。",
  start: { pay: "付款", receive: "收款" },
  cell: "收款人自己的一个 Cell",
  pay: {
    title: "付款",
    text: "先看清金额、手续费和总额，然后才签名。",
    to: "收款人地址",
    amount: "金额",
    note: "附言",
    noteHint: "可不填。收款人能看到。",
    submit: "继续付款",
  },
  receive: {
    title: "查看应收款",
    text: "余额、待确认的款项，以及每一笔打款。",
    address: "你的 CKB 地址",
    submit: "打开收款后台",
  },
  stepsTitle: "运作方式",
  steps: [
    {
      title: "付款人签一次名",
      text: "付款人的一个 Cell 和平台的一个 Cell 进入交易，出来时只是金额变了。没有新建 Cell，也就没有最低金额。",
    },
    {
      title: "平台逐笔记账",
      text: "每笔付款精确地分给收款人、参与分成的人，以及平台手续费。",
    },
    {
      title: "收款人在链上到账",
      text: (threshold) => `累积到 ${threshold} CKB，就会打款到收款人自己的 Cell，对方无需在线。`,
    },
  ],
  terms: {
    title: "使用之前",
    cost: {
      title: "费用",
      fee: (percent) => `每笔付款收取 ${percent}，从收款人所得中扣除。付款人只需另付极少的网络手续费。`,
      free: "不收平台手续费。付款人只需另付极少的网络手续费。",
      payout: "自动打款不再收费。提前提现时，需付网络手续费。",
    },
    custody: {
      title: "钱由谁保管",
      held: (threshold) =>
        `从付款到打款之间，由平台保管：欠你的钱存放在平台自己的 Cell 里，累积到 ${threshold} CKB 时自动打款。`,
      out: "也可以不等：只要你的钱包里已有 CKB，就能在收款后台随时提现任意金额。",
      proof: "查看平台应付多少、持有多少",
    },
    operator: {
      title: "谁在运营",
      named: (name) => `本站由 ${name} 运营，打款之前由其保管资金。`,
      unnamed: "本站的运营者没有在这里署名。在托付重要的金额之前，请先弄清对方是谁。",
      devnet: "暂无：这是开发链，上面的 CKB 只是测试用币，没有价值。",
    },
  },
  pointsTitle: "你可以放心",
  points: [
    {
      title: "没有你的签名，钱不会动",
      text: "你只用自己的钱包签一笔交易，签名前，页面会从交易本身读出内容给你看。密钥始终留在钱包里。",
    },
    {
      title: "精确到每个 shannon",
      text: "所有金额都是整数个 shannon。应付的钱和链上的钱持续对账。",
    },
    {
      title: "钱在哪里，一直清楚",
      text: "不管出了什么问题，第一句话就告诉你有没有发送、下一步怎么做。",
    },
  ],
  more: {
    title: "接入开发",
    text: "HTTP 接口，金额精确，出错时会说明下一步怎么做。",
    developers: "开发者文档",
  },
}
