export const wallet = {
  title: "Connect wallet",
  text: "Connecting shows your address to this page and moves no money.",
  finding: "Looking for wallets",
  which: (wallet: string) => `Which account of ${wallet}?`,
  chains: { CKB: "CKB", BTC: "Bitcoin", EVM: "Ethereum" } as Record<string, string>,
  opensElsewhere: "Opens its app or site",
  opening: (wallet: string) => `Opening ${wallet}`,
  confirm: "Confirm the connection in your wallet.",
  failed: (wallet: string) => `${wallet} did not connect`,
  failedText: "Nothing was sent and no money moved. Open the wallet and try again, or choose another one.",
  others: "Other wallets",
}
