import { contract } from "../contract"
import { enrolmentReply } from "../operator-replies"
import { codeBody, newPasswordBody } from "../operator-schemas"

export const beginEnrolment = contract({
  method: "POST",
  path: "/api/admin/second-factor",
  summary: "Begin to set up the second factor: a secret for an authenticator app, shown once",
  access: "look",
  status: 201,
  reply: enrolmentReply,
  errors: ["STATE_MISMATCH"],
})

export const finishEnrolment = contract({
  method: "POST",
  path: "/api/admin/second-factor/confirm",
  summary: "Finish setting up the second factor, with its first code. All other sessions end.",
  access: "look",
  body: codeBody,
  status: 204,
  errors: ["STATE_MISMATCH"],
})

export const changeOwnPassword = contract({
  method: "POST",
  path: "/api/admin/password",
  summary: "Change one's own password, of at least 12 characters. All other sessions end.",
  access: "look",
  body: newPasswordBody,
  status: 204,
  errors: ["NOT_FOUND"],
})

export const logOutEverywhere = contract({
  method: "POST",
  path: "/api/admin/logout-everywhere",
  summary: "End all sessions of the operator who asks",
  access: "look",
  status: 204,
})
