import { RpcCode, RpcError } from "../errors"
import { parseHash } from "../json"
import type { Methods } from "./method"

/** Test methods of a dev node: make a block now, go back to one. */
export const minerMethods: Methods = {
  generate_block: { params: "none", changes: true, call: (devnet) => devnet.mine(Date.now()) },
  truncate: {
    params: "one",
    changes: true,
    call: (devnet, [value]) => {
      const number = devnet.chain.numberOf(parseHash(value))
      if (number === undefined) throw new RpcError(RpcCode.invalid, "Invalid: block not found")
      devnet.truncate(number)
      return null
    },
  },
  local_node_info: {
    params: "none",
    call: (devnet) => ({
      active: true,
      addresses: [],
      connections: "0x0",
      node_id: devnet.nodeId,
      protocols: [],
      version: "micro-pay devnet 1",
    }),
  },
}
