import type { Messages } from "../en"

export const common: Messages["common"] = {
  siteName: "micro-pay",
  siteTitle: "micro-pay：任意金额的 CKB 都能转",
  siteDescription: "给不在线的人转 2 CKB 也可以。小额付款会累积起来，最后进入对方自己的 Cell。",
  networks: { devnet: "开发网", testnet: "测试网", mainnet: "主网" },
  networkLabel: "网络",
  theme: { label: "主题", light: "浅色", dark: "深色", system: "跟随系统" },
  skipToContent: "跳到正文",
  close: "关闭",
  copy: "复制",
  copied: "已复制",
  loading: "加载中",
  tryAgain: "重试",
  loadMore: "加载更多",
  backHome: "返回首页",
  details: "详情",
  requestId: "请求编号",
  none: "–",
  staleSince: (seconds) => `${seconds} 秒前更新，正在重试`,
  chart: {
    showTable: "以表格显示",
    showBars: "以柱形图显示",
    day: "日期（UTC）",
    sum: "合计",
    total: (days: number) => `${days} 天合计`,
  },
  notFound: {
    title: "这里没有内容",
    text: "地址可能有误，或页面已经移走。资金不受影响。",
  },
  crashed: {
    title: "页面出错了",
    text: "这是我们的问题。已经发出的付款会照常完成，资金不会因为这个页面而变动。",
  },
  nav: { label: "更多", api: "API", admin: "运营后台" },
  footer: "Nervos CKB 上的小额付款。",
}
