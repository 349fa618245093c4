import { z } from "zod"
import { contract } from "../contract"
import { linkReply, linkWithSumsReply } from "../replies"
import { addressParams, createLinkBody, linksQuery, slugParams } from "../schemas"

export const createLink = contract({
  method: "POST",
  path: "/api/link",
  summary: "Make a payment link. The payer opens /p/SLUG.",
  access: "merchant",
  limit: "write",
  idempotent: true,
  body: createLinkBody,
  status: 201,
  reply: linkReply,
})

export const getLink = contract({
  method: "GET",
  path: "/api/link/{slug}",
  summary: "A payment link, as its checkout shows it",
  access: "public",
  limit: "read",
  cors: true,
  params: slugParams,
  reply: linkReply,
  errors: ["NOT_FOUND"],
})

export const closeLink = contract({
  method: "POST",
  path: "/api/link/{slug}/close",
  summary: "End a payment link. What is signed already goes on.",
  access: "merchant",
  limit: "write",
  params: slugParams,
  reply: linkReply,
  errors: ["NOT_FOUND"],
})

export const listLinks = contract({
  method: "GET",
  path: "/api/receiver/{address}/links",
  summary: "The payment links of this address with what came in through them, newest first",
  access: "party",
  limit: "read",
  paged: true,
  params: addressParams,
  query: linksQuery,
  reply: z.array(linkWithSumsReply),
})
