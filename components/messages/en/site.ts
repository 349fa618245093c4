export const site = {
  nav: {
    label: "Main",
    menu: "Menu",
    payments: "Your payments",
    receive: "Get paid",
    dashboard: "My dashboard",
    developers: "Developers",
  },
  footer: {
    label: "About this site",
    runBy: (name: string) => `Run by ${name}`,
    solvency: "Proof of solvency",
    contact: "Contact",
    terms: "Terms",
    privacy: "Privacy",
  },
  noScript:
    "This page needs JavaScript, which is switched off in this browser. Switch it on for this site and load the page again. No money moves until you sign in your wallet.",
  keepsNothing:
    "This browser keeps nothing for this site. Your payments, your wallet and your language are forgotten when you close the page, so write down the address of each receipt.",
}
