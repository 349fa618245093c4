export { checkPayable, type Payable } from "./payable"
export { placeholderWitness, senderLockFor } from "./sender"
export type { LockKind, SenderLock, Unsupported, VerifyResult } from "./types"
