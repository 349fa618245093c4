export const developers = {
  title: "Developers",
  intro:
    "Everything these pages do goes through an HTTP API. Amounts are whole shannons (1 CKB is 100000000), errors are JSON with a `code`, and what is sent twice counts once.",
  reference: "Guides and API reference",
  docs: {
    title: "Documentation",
    intro: "From the first payment to the day you go live, step by step, and every call of the API.",
    guides: "Guides",
    inEnglish: "The guides and the reference are in English.",
    reference: "API reference",
    referenceText:
      "Each call with its fields, an example of what it takes and gives, and the errors that it can answer.",
    openReference: "Open the reference",
    openApi: "The OpenAPI 3.1 document",
    loading: "Loading the reference …",
  },
  copy: "Copy the code",
  link: {
    title: "Start with a link",
    text: "A link to the checkout needs no account and no code. Put your address and an amount in it, or leave the amount out and let the payer choose.",
    more: "`POST /api/link` makes a short link with a title, fixed or suggested amounts, shares for others, an end, and an address to return to.",
  },
  api: {
    title: "Take a payment in your own program",
    text: "Prepare, sign, hand in, wait. The platform never sees a key: the sender signs on the sender's side.",
    wait: "The events end by themselves when nothing more can happen. It is paid when the state is `confirmed`; until then the chain can still take it back.",
    devnet: "On this development chain `npm run -s wallet -- sign` does the signing; the README walks through it.",
  },
  sign: {
    title: "Sign it",
    text: "This program does all of it, with CCC. It also reads the transaction before it signs: sign nothing that takes more than you agreed to.",
    others: "In another language",
    steps: [
      "`raw_tx` is a Molecule-serialized transaction. Its hash, without the witnesses, must be `tx_hash`. Hashes are blake2b-256 with the personalization `ckb-default-hash`.",
      "The inputs whose cells have your lock are your group. Their capacity, less that of the outputs with your lock, is what you pay: `amount` + `network_fee`.",
      "Hash, in this order: the transaction's hash; your group's first witness as it is, with its length before it as 8 bytes, little endian; the group's other witnesses likewise; then each witness whose index is not below the number of inputs.",
      "Sign that hash with ECDSA on secp256k1 and put the 65 bytes (`r`, `s`, recovery id) in place of the zeros in the `lock` of your first witness.",
      "Serialize the transaction and post it to `/api/payment/transfer`. Change nothing else, and do not send it yourself: the platform has to sign, too.",
    ],
  },
  retry: {
    title: "When something fails",
    lines: [
      "No answer from `/api/payment/transfer`? Post the same bytes again.",
      "`HOLD_LOST`: signing took too long. Nothing was sent; prepare and sign again.",
      "`429` and `503` say in `Retry-After` when to try again.",
      "`request_id` finds the request in the operator's log.",
    ],
  },
  operator: {
    title: "Running it",
    text: "Pool, payouts, reconciliation and pauses, behind a password.",
    link: "Operator's pages",
  },
}
