import type { Party } from "@/lib/chain/address"
import type { Context } from "@/lib/context"
import { Unauthorized } from "@/lib/errors"
import type { Hex } from "@/lib/hex"
import { beginSession, endSession, endSessionsOf, findWalletSession } from "@/lib/session/store"
import { readCookie, removeCookie, writeCookie } from "./cookie-session"

const WALLET = { cookie: "micropay_wallet", seconds: 7 * 24 * 60 * 60, purpose: "wallet session" } as const

/** Whose wallet has signed in. */
interface WalletSession {
  address: string
  lockHash: Hex
}

/** Who is signed in with their wallet on this request; undefined when nobody is. Compare by `lockHash`. */
export async function signedInWallet(ctx: Context, request: Request): Promise<WalletSession | undefined> {
  const { token } = await readCookie<{ token: string }>(ctx, request, WALLET)
  return token === undefined ? undefined : findWalletSession(ctx.db, token)
}

/** @param headers the reply's: get the cookie */
export async function signInWallet(ctx: Context, request: Request, party: Party, headers: Headers): Promise<void> {
  const { address, lockHash } = party
  const token = await beginSession(ctx.db, { seconds: WALLET.seconds, of: { lockHash, address } })
  await writeCookie(ctx, request, headers, WALLET, { token })
}

/**
 * Ends the session on the server too: the cookie is worth nothing any more.
 *
 * @param headers the reply's: get the cookie's removal
 */
export async function signOutWallet(ctx: Context, request: Request, headers: Headers): Promise<void> {
  const { token } = await readCookie<{ token: string }>(ctx, request, WALLET)
  if (token !== undefined) await endSession(ctx.db, token)
  await removeCookie(ctx, request, headers, WALLET)
}

/**
 * Ends every session of the wallet that is signed in.
 *
 * @throws Unauthorized when none is: what ends all of them is the owner's alone
 */
export async function signOutWalletEverywhere(ctx: Context, request: Request, headers: Headers): Promise<void> {
  const wallet = await signedInWallet(ctx, request)
  if (!wallet) throw new Unauthorized("Sign in with the wallet first. Nothing changed.")
  await endSessionsOf(ctx.db, { lockHash: wallet.lockHash })
  await removeCookie(ctx, request, headers, WALLET)
}
