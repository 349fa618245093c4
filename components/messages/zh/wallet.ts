import type { wallet as en } from "../en/wallet"

export const wallet: typeof en = {
  title: "连接钱包",
  text: "连接后本页面只能看到你的地址，不会动用资金。",
  finding: "正在查找钱包",
  which: (wallet) => `使用 ${wallet} 的哪个账户？`,
  chains: { CKB: "CKB", BTC: "比特币", EVM: "以太坊" },
  opensElsewhere: "打开它的应用或网站",
  opening: (wallet) => `正在打开 ${wallet}`,
  confirm: "请在钱包中确认连接。",
  failed: (wallet) => `${wallet} 未能连接`,
  failedText: "没有发送任何交易，资金未动。请打开钱包再试一次，或换一个钱包。",
  others: "其他钱包",
}
