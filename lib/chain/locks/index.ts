export { checkPayable } from "./payable"
export { placeholderWitness, senderLockFor } from "./sender"
export type { SenderLock } from "./types"
