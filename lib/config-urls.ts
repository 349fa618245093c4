import { z } from "zod"

/** Parameters of Prisma's URLs that its driver here, pg, ignores without a word. */
const DROPPED = [
  ["schema", "the tables are in the schema public: give micro-pay a database of its own"],
  ["pgbouncer", "nothing here needs it; a pooler must be in session mode"],
  ["connection_limit", "each instance holds at most 10 connections and two for locks"],
  ["pool_timeout", "a request waits 15 seconds for a connection"],
  ["socket_timeout", "set statement_timeout"],
  ["sslaccept", "use sslmode"],
  ["sslidentity", "use sslcert and sslkey"],
] as const

/** A database URL for pg. Refuses whatever pg would ignore. */
export const databaseUrlSchema = z
  .string()
  .regex(/^postgres(ql)?:\/\//, "must begin with postgresql://")
  .superRefine((url, ctx) => {
    const query = queryOf(url)
    const dropped = DROPPED.find(([name]) => query.has(name))
    if (dropped) ctx.addIssue(`has ?${dropped[0]}=, which would have no effect: leave it out (${dropped[1]})`)
    if (query.getAll("options").some((options) => /search_path/i.test(options)))
      ctx.addIssue("sets search_path in its options: the tables are in the schema public; leave it out")
  })

function queryOf(url: string): URLSearchParams {
  return new URLSearchParams(url.split("?").slice(1).join("?").split("#")[0])
}

/** Refuses a path, a query and a user name: they would be ignored. */
function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { pathname, search, hash, username, password } = new URL(text)
  return pathname === "/" && !`${search}${hash}${username}${password}` && !/[?#]/.test(text)
}

/** Where people reach the pages: scheme and host. */
export const originSchema = z
  .url({ protocol: /^https?$/, error: "must be an http(s) URL" })
  .refine(
    isOrigin,
    "must be scheme and host alone, such as https://pay.example: the pages cannot be served below a path",
  )
  .transform((url) => new URL(url).origin)

/** Where the operator is reached: shown on pages as a link, so nothing else may stand here. */
export const contactSchema = z
  .string()
  .refine(
    (text) => isMailbox(text) || (text.startsWith("https://") && isPublicPage(text)),
    "must be mailto: with an address, such as mailto:help@pay.example, or an https URL",
  )

/** A page of the operator's elsewhere. */
export const pageUrlSchema = z.string().refine(isPublicPage, "must be an http(s) URL without user and password")

function isMailbox(text: string): boolean {
  return /^mailto:[^\s@?&,;<>"]+@[^\s@?&,;<>"]+\.[^\s@?&,;<>"]+$/.test(text)
}

function isPublicPage(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, username, password } = new URL(text)
  return /^https?:$/.test(protocol) && `${username}${password}` === ""
}
