import type { developers as english } from "../en/developers"

export const developers: typeof english = {
  title: "开发者",
  intro:
    "这些页面所做的一切都通过 HTTP API 完成。金额以整数 shannon 为单位（1 CKB 等于 100000000），出错时返回带 `code` 的 JSON，重复发送只算一次。",
  reference: "指南与接口文档",
  docs: {
    title: "文档",
    intro: "从第一笔收款到正式上线，逐步说明，并列出全部接口。",
    guides: "指南",
    inEnglish: "指南和接口文档目前只有英文版。",
    reference: "接口文档",
    referenceText: "每个接口的字段、请求与返回示例，以及可能返回的错误。",
    openReference: "打开接口文档",
    openApi: "OpenAPI 3.1 文件",
    loading: "正在加载接口文档……",
  },
  copy: "复制代码",
  link: {
    title: "从一个链接开始",
    text: "付款页的链接不需要注册，也不用写代码。填上你的地址和金额即可；不写金额，就由付款人自己决定。",
    more: "`POST /api/link` 可以生成短链接：带标题、固定或建议金额、分成、截止时间和返回地址。",
  },
  api: {
    title: "在自己的程序里收款",
    text: "准备、签名、提交、等待。平台不会接触任何密钥：签名只在付款方一侧完成。",
    wait: "不会再有变化时，事件流会自动结束。状态变为 `confirmed` 才算付清；在此之前，链上仍有可能撤回。",
    devnet: "在这条开发链上，可以用 `npm run -s wallet -- sign` 签名，完整步骤见 README。",
  },
  sign: {
    title: "签名",
    text: "下面的程序用 CCC 完成全部步骤，并且在签名前先读出交易内容：凡是多扣的，一律不签。",
    others: "使用其他语言",
    steps: [
      "`raw_tx` 是用 Molecule 序列化的交易。不含 `witnesses` 的哈希必须等于 `tx_hash`。哈希算法为 `blake2b-256`，个性化参数是 `ckb-default-hash`。",
      "使用你的 `lock` 的输入构成你的一组。这些输入的容量，减去使用同一 `lock` 的输出的容量，就是你要付的：`amount` + `network_fee`。",
      "依次计算哈希：交易哈希；本组第一个 `witness` 的原文，前面加上它的长度（8 字节，小端序）；本组其他 `witness` 同样处理；最后是序号不小于输入个数的每个 `witness`。",
      "用 `secp256k1` 的 ECDSA 对该哈希签名，把这 65 字节（`r`、`s`、恢复标识）填入本组第一个 `witness` 的 `lock`，替换原来的零。",
      "重新序列化交易，提交到 `/api/payment/transfer`。其他内容都不要改，也不要自行广播：平台还要签名。",
    ],
  },
  retry: {
    title: "出错时",
    lines: [
      "`/api/payment/transfer` 没有答复？把同样的内容再提交一次。",
      "`HOLD_LOST`：签名用时过长。没有发送任何交易，请重新准备并签名。",
      "遇到 `429` 和 `503`，按 `Retry-After` 的时间重试。",
      "凭 `request_id` 可以在运营方的日志里找到这次请求。",
    ],
  },
  operator: { title: "运营", text: "资金池、打款、对账和暂停，登录后可用。", link: "运营后台" },
}
