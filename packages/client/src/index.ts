export type { Problem } from "@/lib/problem-document"
export { NodeError, type NodeReader, nodeAt } from "@/lib/proof/node"
export { receiptFromFragment } from "@/lib/proof/read-fragment"
export type { ProvableReceipt, ProvableShare } from "@/lib/proof/receipt"
export { type Proven, type ReceiptFailure, verifyReceipt } from "@/lib/proof/verify"
export { NotSigned, WalletChangesTransaction } from "@/lib/review/sign"
export { ReviewMismatch } from "@/lib/review/transaction"
export { formatCkb, parseCkb } from "./amounts"
export type { BodyOf, Call, CallOptions, Page, PagedCall, PlainCall, QueryOf, ReplyTo } from "./call"
export { type Client, type ClientOptions, createClient } from "./client"
export { MicroPayError } from "./errors"
export type * from "./generated/api"
export type { Resume } from "./kept"
export {
  NotPaid,
  type Order,
  type Paid,
  type PayOptions,
  pay,
  type Review,
  type Signer,
  waitUntilPaid,
} from "./pay"
export { type Returned, verifyReturn } from "./return"
export { SignatureError } from "./signatures"
export { browserStore, memoryStore, type PaymentStore } from "./store"
export { type VerifyOptions, verifyWebhook, type WebhookMessage } from "./webhook"
