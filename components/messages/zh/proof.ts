import type { proof as en } from "../en/proof"

export const proof: typeof en = {
  page: {
    title: "核实收据",
    text: "直接与链上数据比对，不必相信任何人，包括本站。",
    privacy: "收据内容不会离开你的浏览器，只会按哈希向节点查询交易和区块。",
    another: "核实另一张收据",
    again: "重新核实",
  },
  bring: {
    paste: "收据链接",
    pasteHint: "即收据二维码中的链接。",
    check: "核实",
    file: "打开文件",
    scan: "收据在纸上，或在别人的手机上？用手机相机对准二维码，就会打开本页并带上收据。",
    missing: "请粘贴收据链接。",
    malformed: "这不是一张完整的收据。请重新复制链接，或打开收据文件。",
    otherVersion: "这张收据的版本比本页支持的更新，请到开具它的网站核实。",
  },
  checking: "正在询问节点……",
  noAnswer: {
    title: "节点没有响应",
    text: "因此还无法判断这笔付款。请重试，或在下方换一个节点。",
  },
  proven: {
    title: "这笔付款已在链上",
    to: "付给",
    ofAll: (amount) => `付款总额 ${amount} CKB`,
    text: "交易中的各方和金额与收据完全一致，平台也已签名。",
    later: "收据不包含之后发生的事，例如退款。同一张收据可以多次出示，请留意时间。",
  },
  shallow: {
    title: "已在链上，但尚未最终生效",
    text: (depth, needed) => `目前深度为 ${depth} 个区块，需要 ${needed} 个。请等到最终生效，本页会继续查询。`,
  },
  otherPlatform: {
    title: "已在链上，但不是本站平台的付款",
    text: "这张收据出自另一个平台。只有认得它的地址时才能相信：任何人都可以自称平台，为付给自己的款项签名。",
  },
  failures: {
    OTHER_CHAIN: {
      title: "节点属于另一条链",
      text: (chain) => `这张收据所属的链：${chain}。请在下方选择那条链的节点。`,
    },
    NOT_FOUND: {
      title: "链上找不到",
      text: "节点没有这笔交易。除非另一个节点能找到它，否则不要接受这张收据。",
    },
    HASH_DIFFERS: {
      title: "节点返回了别的内容",
      text: "返回的内容并不是所查询的，无法据此判断这笔付款，请换一个节点。",
    },
    COMMITMENT_DIFFERS: {
      title: "这张收据被改动过",
      text: "交易对应的是另外的各方或金额。不要接受这张收据。",
    },
    NOT_SIGNED_BY_PLATFORM: {
      title: "平台没有为此签名",
      text: "缺少收据所写平台的签名。不要接受这张收据。",
    },
    AMOUNT_DIFFERS: {
      title: "平台收到的不是这个金额",
      text: "平台的 Cell 所增加的金额与各份之和不符。不要接受这张收据。",
    },
    NOT_COMMITTED: {
      title: "尚未入块",
      text: "交易已签名，正在等待入块。入块之前不要当作已付，本页会继续查询。",
    },
  },
  privateChain: "一条私有链",
  says: {
    title: "收据内容",
    platform: "平台",
    own: "本站平台",
    other: "不是本站平台",
    fee: "平台手续费",
    copyPlatform: "复制平台地址",
    block: "区块",
    depth: "区块深度",
  },
  mine: {
    label: "是付给我的地址吗？",
    yes: (amount) => `是，其中 ${amount} CKB 付给这个地址。`,
    no: "不是，没有任何一份付给这个地址。",
    none: "这不是 CKB 地址。",
  },
  checks: {
    title: "核实了什么",
    holds: "相符",
    fails: "不符",
    open: "未核实",
    names: {
      OTHER_CHAIN: "节点与收据属于同一条链",
      NOT_FOUND: "节点有这笔交易",
      HASH_DIFFERS: "重新计算后，确认就是收据所写的那一笔",
      COMMITMENT_DIFFERS: "交易正是为这些收付方和金额而做",
      NOT_SIGNED_BY_PLATFORM: "平台已签名",
      AMOUNT_DIFFERS: "平台收到的金额等于各份之和",
      NOT_COMMITTED: "交易已入块",
    },
  },
  node: {
    title: "询问哪个节点",
    text: "节点可以隐瞒付款，却无法凭空编造：只有所在区块和深度是节点说了算。如果你有自己的节点，就问它。",
    label: "节点",
    site: "本站的节点",
    other: "其他节点",
    url: "节点地址",
    ask: "询问这个节点",
    bad: (secure, local) => `地址须以 ${secure} 开头；若是本机上的节点，则以 ${local} 开头。`,
  },
}
