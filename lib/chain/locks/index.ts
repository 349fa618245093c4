export { checkPayable } from "./payable"
export { placeholderWitness, senderLockFor } from "./sender"
export type { MessageSignature, SenderLock } from "./types"
