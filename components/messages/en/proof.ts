import type { ChainFailure } from "@/lib/proof/verify"

/** What proves a payment to a stranger: the code on its receipt, and the page that checks it. */
export const proof = {
  page: {
    title: "Check a receipt",
    text: "Compares a receipt with the chain itself. Nobody has to be believed, not even this site.",
    privacy: "The receipt stays in your browser. Of a node only transactions and blocks are asked, by their hashes.",
    another: "Check another receipt",
    again: "Check again",
  },
  bring: {
    paste: "Link of the receipt",
    pasteHint: "The one that its code holds.",
    check: "Check",
    file: "Open its file",
    scan: "On paper, or on somebody's phone? Point your phone's camera at the code: it opens this page with the receipt.",
    missing: "Paste the link of a receipt.",
    malformed: "This is no whole receipt. Copy its link again, or open its file.",
    otherVersion: "This receipt is of a later version than this page knows. Check it on the site that it comes from.",
  },
  checking: "Asking the node …",
  noAnswer: {
    title: "The node does not answer",
    text: "So nothing is known of this payment yet. Try again, or ask another node below.",
  },
  proven: {
    title: "This payment is on the chain",
    to: "to",
    ofAll: (amount: string) => `of ${amount} CKB that were paid in all`,
    text: "Exactly these parties and amounts are in the transaction, and the platform has signed it.",
    later:
      "What came later, such as a refund, is no part of a receipt. It can be shown more than once: look at its time.",
  },
  shallow: {
    title: "On the chain, but not final yet",
    text: (depth: string, needed: string) =>
      `It lies ${depth} of ${needed} blocks deep. Wait until it is final: this page goes on looking.`,
  },
  otherPlatform: {
    title: "On the chain, but not by this site's platform",
    text: "The platform of this receipt is another one. Trust it only if you know its address: whoever calls themselves a platform can sign for payments to themselves.",
  },
  failures: {
    OTHER_CHAIN: {
      title: "The node is of another chain",
      text: (chain: string) => `This receipt is of ${chain}. Ask a node of that chain below.`,
    },
    NOT_FOUND: {
      title: "Not found on the chain",
      text: "The node does not know the transaction. Do not accept this receipt, unless another node knows it.",
    },
    HASH_DIFFERS: {
      title: "The node shows something else",
      text: "What it showed is not what it was asked for. It says nothing of the payment: ask another node.",
    },
    COMMITMENT_DIFFERS: {
      title: "This receipt has been changed",
      text: "The transaction was made for other parties or amounts. Do not accept this receipt.",
    },
    NOT_SIGNED_BY_PLATFORM: {
      title: "The platform has not signed this",
      text: "The signature of the platform that this receipt names is missing. Do not accept this receipt.",
    },
    AMOUNT_DIFFERS: {
      title: "The platform did not take in this amount",
      text: "Its cell does not grow by the sum of the shares. Do not accept this receipt.",
    },
    NOT_COMMITTED: {
      title: "In no block yet",
      text: "The transaction is signed and waits for a block. Do not count on it before: this page goes on looking.",
    },
  } satisfies Record<ChainFailure, { title: string; text: string | ((chain: string) => string) }>,
  privateChain: "a private chain",
  says: {
    title: "What the receipt says",
    platform: "Platform",
    own: "this site's",
    other: "not this site's",
    fee: "Platform fee",
    copyPlatform: "Copy the platform's address",
    block: "Block",
    depth: "Blocks deep",
  },
  mine: {
    label: "Is it to my address?",
    yes: (amount: string) => `Yes: ${amount} CKB of it goes to this address.`,
    no: "No: nothing of it goes to this address.",
    none: "This is no CKB address.",
  },
  checks: {
    title: "What was looked at",
    holds: "Right",
    fails: "Wrong",
    open: "Not looked at",
    names: {
      OTHER_CHAIN: "The node follows the receipt's chain",
      NOT_FOUND: "The node has the transaction",
      HASH_DIFFERS: "It is the one that the receipt names, computed anew",
      COMMITMENT_DIFFERS: "It was made for exactly these parties and amounts",
      NOT_SIGNED_BY_PLATFORM: "The platform has signed it",
      AMOUNT_DIFFERS: "The platform took in the sum of the shares",
      NOT_COMMITTED: "It is in a block",
    } satisfies Record<ChainFailure, string>,
  },
  node: {
    title: "Which node is asked",
    text: "A node can hide a payment, and cannot make one up: only the block and its depth are the node's word. Ask your own if you have one.",
    label: "Node",
    site: "This site's node",
    other: "Another node",
    url: "Address of the node",
    ask: "Ask this node",
    bad: (secure: string, local: string) =>
      `It must begin with ${secure}, or with ${local} for a node on your own device.`,
  },
}
