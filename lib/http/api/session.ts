import { z } from "zod"
import type { BegunSignIn } from "@/lib/session/begin"
import { contract } from "../contract"
import { addressSchema, text, time } from "./fields"

export const beginSignInBody = z.strictObject({ address: addressSchema })
/** As the wallet's `signMessage` gave it; `identity` matters to JoyID only. */
export const finishSignInBody = z.strictObject({
  address: addressSchema,
  nonce: z.string().regex(/^[0-9a-f]{32}$/, "must be the one that came with the message"),
  signature: text(1, 10_000),
  identity: text(0, 1_000).optional().meta({ description: "What JoyID gives beside its signature", example: "" }),
})
export const begunSignInReply = z
  .object({
    nonce: z.string(),
    message: z.string().meta({
      description: "What the wallet of the address is to sign",
      example: "Sign in to http://localhost:3000",
    }),
    expires_at: time,
  })
  .meta({ id: "SignIn" })
export type SignInJson = z.infer<typeof begunSignInReply>
export const walletSessionReply = z
  .object({ address: z.string().nullable().meta({ description: "Whose wallet is signed in" }) })
  .meta({ id: "WalletSession" })

export function signInJson({ nonce, message, expiresAt }: BegunSignIn): SignInJson {
  return { nonce, message, expires_at: expiresAt.toISOString() }
}

export const beginSignIn = contract({
  method: "POST",
  path: "/api/session/nonce",
  summary: "Get the text that the wallet of an address signs to sign in. It is good for one attempt, for five minutes.",
  access: "public",
  limit: "write",
  body: beginSignInBody,
  status: 201,
  reply: begunSignInReply,
  errors: ["FORBIDDEN"],
})

export const finishSignIn = contract({
  method: "POST",
  path: "/api/session",
  summary: "Sign in with the wallet's signature of that text: a session, kept in a cookie",
  access: "public",
  limit: "write",
  body: finishSignInBody,
  reply: walletSessionReply,
  errors: ["FORBIDDEN", "STATE_MISMATCH", "INVALID_SIGNATURE"],
})

export const getWalletSession = contract({
  method: "GET",
  path: "/api/session",
  summary: "Whose wallet is signed in",
  access: "public",
  limit: "read",
  reply: walletSessionReply,
})

export const endWalletSession = contract({
  method: "POST",
  path: "/api/session/end",
  summary: "Sign the wallet out, on the server too",
  access: "public",
  status: 204,
  errors: ["FORBIDDEN"],
})

export const endWalletSessions = contract({
  method: "POST",
  path: "/api/session/end-everywhere",
  summary: "Sign the wallet out on all devices",
  access: "public",
  status: 204,
  errors: ["UNAUTHORIZED", "FORBIDDEN"],
})
