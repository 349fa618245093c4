import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiResponsesObject } from "zod-openapi"
import packageJson from "@/package.json"
import { ACCESS } from "./access"
import { CONTRACTS } from "./api/contracts"
import { BODY_BYTES, type Contract } from "./contract"
import { type ProblemCode, problemReply, STATUS_OF } from "./problem"

/** What a caller brings to be let in, `{}` for nothing; undefined where nobody has to bring anything. */
function securityOf({ access, key }: Contract): Record<string, string[]>[] | undefined {
  const { open, secret, share, operator, isTheirs } = ACCESS[access]
  const isOpen = open === "anywhere" || open === "devnet"
  if (isOpen && !key) return undefined
  return [
    ...(open ? [{}] : []),
    ...(key ? [{ apiKey: [key] }] : []),
    ...(secret ? [{ clientSecret: [] }] : []),
    ...(share ? [{ shareKey: [] }] : []),
    ...(operator ? [{ operator: [] }, { session: [] }] : []),
    ...(isTheirs ? [{ wallet: [] }] : []),
  ]
}

/** The OpenAPI 3.1 document of every route. */
export function openApiDocument() {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {}
  for (const contract of CONTRACTS) {
    paths[contract.path] = { ...paths[contract.path], [contract.method.toLowerCase()]: operationOf(contract) }
  }
  return createDocument({
    openapi: "3.1.0",
    info: {
      title: "micro-pay",
      version: packageJson.version,
      description:
        "Payments of any size on CKB. Amounts are shannons (1 CKB = 10^8), in replies always strings of digits. Times are ISO 8601 in UTC. Errors are RFC 9457 problems with a `code`.",
    },
    paths,
    components: {
      securitySchemes: {
        operator: {
          type: "http",
          scheme: "basic",
          description: "An operator's name and password; off the devnet for reading only",
        },
        apiKey: {
          type: "http",
          scheme: "bearer",
          description:
            "An API key of a project, `mp_live_sk_…`: it sees and changes what is its project's own. What else is in the list here is its scope",
        },
        session: { type: "apiKey", in: "cookie", name: "micropay_session" },
        wallet: {
          type: "apiKey",
          in: "cookie",
          name: "micropay_wallet",
          description: "From POST /api/session: a wallet's signature",
        },
        clientSecret: { type: "apiKey", in: "header", name: "X-Client-Secret", description: "What prepare returned" },
        shareKey: {
          type: "apiKey",
          in: "header",
          name: "X-Share-Key",
          description: "From GET /api/payment/{id}/share: shows one payment",
        },
      },
    },
  })
}

function operationOf(contract: Contract): ZodOpenApiOperationObject {
  const { params, query, body } = contract
  const security = securityOf(contract)
  return {
    operationId: operationId(contract),
    summary: contract.summary,
    tags: [contract.path.split("/")[2] ?? "api"],
    ...(security ? { security } : {}),
    requestParams: {
      ...(params ? { path: params as never } : {}),
      ...(query ? { query: query as never } : {}),
    },
    ...(contract.idempotent ? { parameters: [IDEMPOTENCY_KEY] } : {}),
    ...(body
      ? {
          requestBody: {
            required: !body.safeParse(undefined).success,
            content: { "application/json": { schema: body } },
          },
        }
      : {}),
    responses: responsesOf(contract),
  }
}

const IDEMPOTENCY_KEY = {
  name: "Idempotency-Key",
  in: "header",
  description:
    "A random UUID, or at least 128 random bits. The same request of the same caller (client secret, wallet, operator, else network address) with the same key gets the first reply again, for 24 hours.",
  schema: { type: "string", minLength: 1, maxLength: 255, pattern: "^[\\x21-\\x7e]+$" },
} as const

function responsesOf(contract: Contract): ZodOpenApiResponsesObject {
  const { reply, status = 200, path } = contract
  const responses: ZodOpenApiResponsesObject = {
    [`${status}`]: {
      description: status === 204 ? "Done" : "Success",
      headers: { ...REQUEST_ID, ...(contract.paged ? LINK : {}) },
      ...(reply ? { content: { [typeOf(contract)]: { schema: reply }, ...(contract.table ? TABLE : {}) } } : {}),
    },
  }
  if (path === "/api/ready") {
    responses["503"] = { description: "Not ready", content: { "application/json": { schema: reply } } }
  }
  const codes = codesOf(contract)
  for (const failure of new Set(codes.map((code) => STATUS_OF[code]))) {
    responses[`${failure as 400}`] = {
      description: codes.filter((code) => STATUS_OF[code] === failure).join(", ") + boundOf(contract, failure),
      headers: REQUEST_ID,
      content: { "application/problem+json": { schema: problemReply } },
    }
  }
  return responses
}

function boundOf({ maxBodyBytes = BODY_BYTES }: Contract, status: number): string {
  return status === STATUS_OF.PAYLOAD_TOO_LARGE ? `: the body may have at most ${maxBodyBytes} bytes` : ""
}

/** What a reply is too, where it can be a table. */
const TABLE = { "text/csv": { schema: { type: "string" } } } as const

function typeOf({ text, stream, events }: Contract): string {
  if (events) return "text/event-stream"
  return stream ?? (text ? "text/plain" : "application/json")
}

/** What a route can answer follows mostly from what it takes. */
function codesOf(contract: Contract): ProblemCode[] {
  const { method, params, query, body, access, key, limit, idempotent, errors = [] } = contract
  const codes = new Set<ProblemCode>(errors)
  if (key) codes.add("UNAUTHORIZED").add("KEY_REVOKED").add("FORBIDDEN").add("ORIGIN_NOT_ALLOWED")
  if (params || query || body || idempotent) codes.add("VALIDATION_ERROR")
  if (body) codes.add("PAYLOAD_TOO_LARGE")
  const { open, operator, isTheirs } = ACCESS[access]
  if (open === "devnet") codes.add("NOT_FOUND")
  else if (open !== "anywhere") {
    codes.add("UNAUTHORIZED")
    // Somebody may be signed in with a wallet, and it is not theirs.
    if (method === "POST" || isTheirs) codes.add("FORBIDDEN")
    // Wrong passwords are counted.
    if (operator) codes.add("RATE_LIMITED")
    if (operator && method === "POST") codes.add("SECOND_FACTOR_NEEDED")
  }
  if (limit) codes.add("RATE_LIMITED")
  if (idempotent) codes.add("IDEMPOTENCY_CONFLICT")
  codes.add("INTERNAL_ERROR")
  return [...codes].sort((a, b) => STATUS_OF[a] - STATUS_OF[b])
}

/** `getApiPaymentById` */
function operationId({ method, path }: Contract): string {
  const words = path.split(/[/{}.-]+/).filter((word) => word !== "" && word !== "api")
  const name = words.map((word) => word[0]?.toUpperCase() + word.slice(1)).join("")
  return method.toLowerCase() + name
}

const REQUEST_ID = {
  "X-Request-Id": { description: "Names this request in our log", schema: { type: "string" } },
} as const
const LINK = {
  Link: { description: 'The next page, rel="next"; absent on the last', schema: { type: "string" } },
} as const
