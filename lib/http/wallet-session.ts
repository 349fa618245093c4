import type { Party } from "@/lib/chain/address"
import type { Context } from "@/lib/context"
import type { Hex } from "@/lib/hex"
import { endSession, readSession, writeSession } from "./cookie-session"

const WALLET = { cookie: "micropay_wallet", seconds: 7 * 24 * 60 * 60 }

/** Whose wallet has signed in. */
interface WalletSession {
  address: string
  lockHash: Hex
}

/** Who is signed in with their wallet on this request; undefined when nobody is. Compare by `lockHash`. */
export async function signedInWallet(ctx: Context, request: Request): Promise<WalletSession | undefined> {
  const { address, lockHash } = await readSession<WalletSession>(ctx, request, WALLET)
  return address === undefined || lockHash === undefined ? undefined : { address, lockHash }
}

/** @param headers the reply's: get the cookie */
export async function signInWallet(ctx: Context, request: Request, party: Party, headers: Headers): Promise<void> {
  const { address, lockHash } = party
  await writeSession<WalletSession>(ctx, request, headers, WALLET, { address, lockHash })
}

/** @param headers the reply's: get the cookie's removal */
export async function signOutWallet(ctx: Context, request: Request, headers: Headers): Promise<void> {
  await endSession(ctx, request, headers, WALLET)
}
