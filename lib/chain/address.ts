import { ccc } from "@ckb-ccc/core"
import { ValidationError } from "@/lib/errors"
import type { Hex } from "@/lib/hex"
import type { Shannons } from "@/lib/money"
import { plainCapacity } from "@/lib/plain-capacity"
import { cleanAddress } from "@/lib/typed"
import type { Chain } from "./chain"
import { checkPayable } from "./locks"

/** Somebody who pays or is paid. Compared by `lockHash`: one lock has several spellings as an address. */
export interface Party {
  /** The canonical form: full address, bech32m (RFC 0021) */
  address: string
  lock: ccc.Script
  lockHash: Hex
  /** The least capacity of a plain cell under this lock */
  occupied: Shannons
}

/**
 * Reads an address of the chain's own network, in any of the forms of RFC 0021, whatever invisible came along with it.
 *
 * @param field where the address stands in the request, for the error
 * @throws ValidationError for a malformed address or another network's
 */
export async function parseAddress(chain: Chain, text: string, field = "address"): Promise<Party> {
  const clean = cleanAddress(text)
  const address = await ccc.Address.fromString(clean, chain.client).catch(() => {
    throw refusal(chain, field, clean)
  })
  return partyOf(chain, address.script)
}

/** The party behind a lock on the chain's network. */
export function partyOf(chain: Chain, lock: ccc.Script): Party {
  return {
    address: ccc.Address.fromScript(lock, chain.client).toString(),
    lock,
    lockHash: lock.hash(),
    occupied: plainCapacity(lock),
  }
}

/** @throws ValidationError when nobody may be able to spend what is sent to this party */
export async function requirePayable(chain: Chain, party: Party, field: string): Promise<void> {
  const payable = await checkPayable(party.lock, chain.client)
  if (!payable.ok) throw ValidationError.field(field, payable.reason, { reason: "unknown_lock" })
  if (party.lockHash === chain.platform.lockHash) {
    throw ValidationError.field(field, "This is the platform's own address. It can neither pay nor be paid.", {
      reason: "platform_address",
    })
  }
}

function refusal(chain: Chain, field: string, text: string): ValidationError {
  const prefix = /^(ck[bt])1/i.exec(text)?.[1]?.toLowerCase()
  const other = chain.client.addressPrefix === "ckb" ? "ckt" : "ckb"
  if (prefix === other) {
    return ValidationError.field(
      field,
      `This address belongs to another network: addresses on ${chain.network} begin with ${chain.client.addressPrefix}.`,
      { reason: "other_network" },
    )
  }
  return ValidationError.field(field, "This is not a CKB address. Copy it again: a letter may be missing.", {
    reason: "no_address",
  })
}
