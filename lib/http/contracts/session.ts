import { contract } from "../contract"
import { begunSignInReply, walletSessionReply } from "../replies"
import { beginSignInBody, finishSignInBody } from "../schemas"

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
