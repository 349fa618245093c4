import type { Devnet } from "../devnet"

/** A JSON-RPC method. Params arrive as a list; `undefined` is an absent one. */
export interface Method {
  /**
   * How strict the node is about the list: "none" wants it empty, "one" wants exactly one and words its faults in its
   * own way. Other methods have optional parameters and ignore what is too much.
   */
  params?: "none" | "one"
  call(devnet: Devnet, params: readonly unknown[]): unknown
  /** True when the reply must wait until what it changed is on the disk. */
  changes?: true
}
export type Methods = Record<string, Method>
