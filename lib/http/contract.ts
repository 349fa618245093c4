import type { z } from "zod"
import type { KeyScope } from "@/lib/project/types"
import type { Access, ReadBy } from "./access"
import type { ProblemCode } from "./problem-meanings"

/**
 * Which calls of one network are counted together, off the devnet. `probe` is apart: a monitor must be heard beside
 * everything else. So is `chain`: a wallet with many cells asks much in a moment, and its pages must go on.
 */
export type Limit = "prepare" | "write" | "read" | "chain" | "probe"

/**
 * Enough for a payment with 32 splits and a note in any script. What nobody needs is not read: parsing costs more than
 * sending.
 */
export const BODY_BYTES = 65_536

/** All that is known about a route besides its work: parser, types and the OpenAPI document come from it. */
export interface Contract<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Reply extends z.ZodType = z.ZodType,
> {
  method: "GET" | "POST"
  /** as in OpenAPI: `/api/payment/{id}` */
  path: string
  summary: string
  /** who may call it */
  access: Access
  limit?: Limit
  /**
   * An API key with this scope may call it, for what is its project's own: the rule of access says what that is.
   * Without it a key opens nothing here.
   */
  key?: KeyScope
  params?: Params
  query?: Query
  body?: Body
  /** how long the body may be; `BODY_BYTES` unless said otherwise */
  maxBodyBytes?: number
  /** 200 unless said otherwise */
  status?: 200 | 201 | 202 | 204
  /** absent: the reply has no body */
  reply?: Reply
  /** what it answers besides what follows from the rest of the contract */
  errors?: readonly ProblemCode[]
  /** the reply is text, whose type the work sets */
  text?: boolean
  /** the reply is bytes, which under this address never change */
  file?: boolean
  /** the reply is a text of this media type, sent in pieces as they are made */
  stream?: "text/csv"
  /**
   * the reply is there as a table too, `text/csv` in pieces, for who accepts that rather than JSON or asks for it by
   * `?format=csv`: a link of a page can say nothing of what it accepts
   */
  table?: boolean
  /** the reply is a stream of server-sent events, each with JSON of the reply's shape */
  events?: boolean
  /** other origins' pages may call it, without credentials */
  cors?: boolean
  /** a repeated `Idempotency-Key` gets the first reply again */
  idempotent?: boolean
  /**
   * the reply is a page of a list, with `Link: rel="next"`: the work says where the next one begins. The parameter that
   * goes on is `cursor`, or `after` where the oldest come first
   */
  paged?: boolean | "after"
}

/** What the work of a paged route returns: one page, and the cursor of the next one if there is one. */
export interface PageReply<Reply> {
  reply: Reply
  next: bigint | undefined
}

export type ParamsOf<C> = C extends { params: infer S extends z.ZodType } ? z.output<S> : Record<string, never>
export type QueryOf<C> = C extends { query: infer S extends z.ZodType } ? z.output<S> : Record<string, never>
export type BodyOf<C> = C extends { body: infer S extends z.ZodType } ? z.output<S> : undefined
export type ReplyOf<C> = C extends { events: true }
  ? ReadableStream<Uint8Array>
  : C extends { stream: string }
    ? AsyncGenerator<string>
    : C extends { file: true }
      ? Uint8Array<ArrayBuffer>
      : C extends { reply: infer S extends z.ZodType }
        ? C extends { paged: true | "after" }
          ? PageReply<z.input<S>>
          : C extends { table: true }
            ? z.input<S> | AsyncGenerator<string>
            : z.input<S>
        : // biome-ignore lint/suspicious/noConfusingVoidType: work that replies nothing need not say so
          void

/** A route must have the fields by which its rule of access decides. */
type Readable<C extends Contract> =
  { params: ParamsOf<C>; body: BodyOf<C> } extends ReadBy<C["access"]>
    ? unknown
    : { access: `${C["access"]} reads a field that this route does not have` }

/** Keeps the exact types of the schemas while checking the rest. */
export function contract<const C extends Contract>(definition: C & Readable<C>): C {
  return definition
}
