import type { Epoch } from "@/lib/client/types"

export const solvency = {
  title: "Proof of solvency",
  intro:
    "This platform holds other people's money until it is paid out. You need not take its word for it: at regular intervals it publishes what it owes and what it holds, signed, so that anyone can add it up.",
  preview: (owed: string, people: string, held: string, block: string) =>
    `Owes ${owed} CKB to at most ${people} people and holds ${held} CKB, at block ${block}.`,
  covered: {
    title: "Covered",
    more: (block: string, amount: string) => `At block ${block} it held all that it owed, and ${amount} CKB more.`,
    exactly: (block: string) => `At block ${block} it held exactly what it owed.`,
  },
  short: {
    title: "Not covered",
    text: (block: string, amount: string) =>
      `At block ${block} it held ${amount} CKB less than it owed. Ask the operator why.`,
  },
  stale: {
    title: "This is out of date",
    text: (block: string, tip: string, every: string) =>
      `The newest proof is of block ${block}, and the chain is at block ${tip} already. A new one is due every ${every} blocks. What is owed and held today nobody can see here.`,
  },
  off: {
    title: "There are no proofs here",
    text: "The operator has turned them off (`SOLVENCY_BLOCKS` is 0). Whoever leaves money here relies on the operator's word.",
    last: "The operator has turned proofs off. What follows is the last one.",
  },
  none: {
    title: "No proof yet",
    comes: (block: string, tip: string) => `The first one is of block ${block}. The chain is at block ${tip}.`,
    soon: (block: string) => `The first one, of block ${block}, comes in a minute or so.`,
    unknown: "The first one comes by itself.",
  },
  owed: "Owed",
  toNobody: "to nobody at that block",
  toPeople: (people: string) => `to at most ${people} people; how many exactly stays secret`,
  held: "Held",
  inCells: (cells: string) => `in ${cells} ${cells === "1" ? "cell" : "cells"} on the chain`,
  facts: "About this proof",
  block: "At block",
  blockHash: "Block hash",
  copyBlockHash: "Copy the block hash",
  time: "Made",
  every: "How often",
  everyBlocks: (blocks: string) => (blocks === "1" ? "At every block" : `Every ${blocks} blocks`),
  next: (block: string) => `the next at block ${block}`,
  since: "Since",
  sinceBlock: (block: string) => `block ${block}`,
  hash: "Hash of the proof",
  copyHash: "Copy the hash of the proof",
  anchor: "On the chain",
  anchorHourly: "Its hash goes on the chain once an hour, where everybody sees the same.",
  anchorOf: (block: string) => `the one of block ${block}`,
  anchorNone: "Not yet",
  anchorLater: (block: string) => `With the one of block ${block}`,
  anchorHash: "Transaction that holds the hash",
  copyAnchorHash: "Copy the transaction hash",
  anchorStates: {
    signed: "On its way",
    committed: "In a block",
    confirmed: "Final",
  } satisfies Record<NonNullable<Epoch["anchor"]>["status"], string>,
  history: {
    title: "Owed and held over time",
    all: (proofs: string) =>
      proofs === "1"
        ? "In this proof it held at least what it owed."
        : `In each of the ${proofs} proofs shown it held at least what it owed.`,
    some: (short: string, proofs: string) => `In ${short} of the ${proofs} proofs shown it held less than it owed.`,
    fromTo: (from: string, to: string) => `Blocks ${from} to ${to}`,
    caption: "Owed and held at each block, newest first",
    showChart: "Show as a chart",
    atBlock: (block: string) => `Block ${block}`,
    older: "Show older ones",
  },
  newest: { title: "Newest proofs", caption: "Newest proofs of solvency, newest first" },
  check: {
    title: "Check it yourself",
    text: "In a copy of micro-pay's code, with `Node.js` 20 or newer and `npm ci` done. The check believes nothing that this site says, only a CKB node of your choice (`--node URL`), and ends in one line.",
    all: "What is owed and held",
    own: "And what you are owed yourself, by your own payments on the chain",
    closed: "For your address it needs the cookie of a browser that is signed in with your wallet: `--cookie TEXT`.",
    line: "If something is wrong, the line says what, and `fraud.json` holds the evidence with the platform's own signatures.",
    copy: "Copy the command",
    button: "Without a command: your dashboard has a button that runs the same check in your browser.",
    dashboard: "Open the dashboard",
  },
  limits: {
    title: "What it does not prove",
    points: [
      { title: "Tomorrow", text: "It holds at its block. In the next one the platform can move its cells." },
      {
        title: "Who else has the key",
        text: "The signature shows that the platform has the key to its cells, not that nobody else has it.",
      },
      {
        title: "Whose money it is",
        text: "It may be borrowed for the moment. The chart shows what came and went, and the chain where from.",
      },
      {
        title: "Refunds",
        text: "They leave no trace on the chain. That one was made, and how large, is the platform's word.",
      },
      {
        title: "Those who never look",
        text: "If somebody's amount is left out, only they can notice. Each receiver who checks makes it harder to cheat the others.",
      },
      {
        title: "Payments that nobody shows",
        text: "If the platform hides a payment from its receiver, the proof is the payer's receipt: keep yours.",
      },
    ],
  },
  privacy: {
    title: "What the public files tell of you",
    text: "Each amount is cut into random pieces with new secret numbers in every proof, and the pieces of all are shuffled.",
    learnTitle: "Everybody learns",
    learn: [
      "what is owed to all together, how that changes, and which cells the platform has",
      "how large the pieces are: somebody is owed at least as much as the largest",
      "how many receivers there are, within a factor of four",
    ],
    secretTitle: "Nobody learns",
    secret: [
      "an address of a receiver",
      "what any one of them is owed",
      "which pieces belong together, in one proof or from one to the next",
    ],
  },
}
