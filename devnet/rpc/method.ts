import type { Devnet } from "../devnet"

/** A JSON-RPC method. Params arrive as a list; `undefined` is an absent one. */
export interface Method {
  /** True when the node insists on an empty list. */
  noParams?: true
  call(devnet: Devnet, params: readonly unknown[]): unknown
  /** True when the reply must wait until what it changed is on the disk. */
  changes?: true
}
export type Methods = Record<string, Method>
