import type { site as english } from "../en/site"

export const site: typeof english = {
  nav: {
    label: "主导航",
    menu: "菜单",
    payments: "我的付款",
    receive: "收款",
    dashboard: "我的收款后台",
    developers: "开发者",
  },
  footer: {
    label: "关于本站",
    runBy: (name) => `运营方：${name}`,
    solvency: "偿付能力证明",
    contact: "联系我们",
    terms: "服务条款",
    privacy: "隐私说明",
  },
  noScript:
    "这个页面需要 JavaScript，而当前浏览器已将其关闭。请为本站开启后重新加载页面。在你用钱包签名之前，资金不会变动。",
  keepsNothing:
    "这个浏览器不为本站保存任何内容。关闭页面后，你的付款、钱包和语言都不会被记住，请自行保存每张收据的网址。",
}
