export { checkPayable } from "./payable"
export { anyoneCanPayPrefix, receiverLockFor } from "./receiver"
export { placeholderWitness, senderLockFor } from "./sender"
export type { AnyoneCanPayLock, CosignerLock, MessageSignature, ReceiverLock, SenderLock, Unsupported } from "./types"
