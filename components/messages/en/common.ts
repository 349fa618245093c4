import type { Network } from "@/lib/config-networks"

export const common = {
  siteName: "micro-pay",
  siteTitle: "micro-pay: send any amount of CKB",
  siteDescription: "Send 2 CKB to somebody who is offline. Small payments add up and arrive in a cell of their own.",
  networks: { devnet: "Devnet", testnet: "Testnet", mainnet: "Mainnet" } satisfies Record<Network, string>,
  networkLabel: "Network",
  theme: { label: "Theme", light: "Light", dark: "Dark", system: "As the system" },
  skipToContent: "Skip to content",
  close: "Close",
  copy: "Copy",
  copied: "Copied",
  loading: "Loading",
  tryAgain: "Try again",
  loadMore: "Load more",
  backHome: "Back to the start page",
  details: "Details",
  requestId: "Request",
  none: "–",
  anyMoment: "any moment",
  ambiguousAmount: (whole: string, fraction: string) =>
    `Do you mean ${whole} or ${fraction} CKB? Write one of the two.`,
  staleSince: (seconds: number) => `Updated ${seconds} s ago, trying again`,
  chart: {
    showTable: "Show as a table",
    showBars: "Show as bars",
    day: "Day (UTC)",
    sum: "Sum",
    total: (days: number) => `${days} days together`,
  },
  notFound: {
    title: "There is nothing here",
    text: "The address may be mistyped, or the page has moved. No money is affected.",
  },
  crashed: {
    title: "This page broke",
    text: "That is our mistake. Payments that were already sent go on by themselves: no money moves because of this page.",
  },
  incomplete: {
    title: "A part of this page did not load",
    text: "Check your connection, then load the page again. Payments that were already sent go on by themselves.",
    action: "Load the page again",
  },
  nav: { label: "More", api: "API", admin: "Operator" },
  footer: "Small payments on Nervos CKB.",
}
