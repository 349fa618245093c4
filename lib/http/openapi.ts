import { z } from "zod"
import {
  createDocument,
  type ZodOpenApiOperationObject,
  type ZodOpenApiResponseObject,
  type ZodOpenApiResponsesObject,
} from "zod-openapi"
import packageJson from "@/package.json"
import { ACCESS } from "./access"
import { OPERATIONS, type Operation } from "./api/contracts"
import { BODY_BYTES, type Contract } from "./contract"
import { exampleOf } from "./example"
import { GATE_OF } from "./gates"
import { eventWebhooks } from "./openapi-webhooks"
import { problemReply, STATUS_OF } from "./problem"
import { PROBLEM_MEANINGS, type ProblemCode } from "./problem-meanings"
import { TAG_OF, TAGS } from "./tags"

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

/**
 * The OpenAPI 3.1 document of every route and every message to a webhook.
 *
 * @param url where this installation is reached; "/" is wherever the document comes from
 */
export function openApiDocument(url = "/") {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {}
  for (const operation of OPERATIONS) {
    const { path, method } = operation.contract
    paths[path] = { ...paths[path], [method.toLowerCase()]: operationOf(operation) }
  }
  return createDocument({
    openapi: "3.1.0",
    info: {
      title: "micro-pay",
      version: packageJson.version,
      license: { name: packageJson.license, identifier: packageJson.license },
      description: ABOUT,
    },
    servers: [{ url }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths,
    webhooks: eventWebhooks(),
    components: {
      schemas: { Problem: problemReply },
      examples: problemExamples(),
      headers: HEADERS,
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
            "An API key of a project, `mp_live_sk_…` or `mp_test_sk_…`: it sees and changes what is its project's own. What stands beside it at an operation is the scope that the key needs: `read` to see, `pay` to prepare payments, `link` to make and change links, `refund` to give back, `webhook` to manage webhooks. A publishable key, `mp_live_pk_…`, has `pay` alone, on the pages of its origins",
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

const ABOUT = `Payments of any size on CKB. Guides are at \`/docs\`.

Amounts are shannons (1 CKB = 10^8), in replies always strings of digits. Times are ISO 8601 in UTC. Ids are numbers.
Lists come in pages: the header \`Link\` has the address of the next one. Errors are RFC 9457 problems with a \`code\`
that never changes its meaning.`

function operationOf({ name, resource, contract }: Operation): ZodOpenApiOperationObject {
  const { params, query, body } = contract
  const security = securityOf(contract)
  return {
    operationId: name,
    summary: contract.summary,
    tags: [TAG_OF[resource]],
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
            content: { "application/json": { schema: body, example: exampleOf(body) } },
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
      headers: { ...REQUEST_ID, ...(contract.limit ? LIMITS : {}), ...(contract.paged ? LINK : {}) },
      ...(reply
        ? {
            content: {
              [typeOf(contract)]: { schema: reply, example: replyExample(contract) },
              ...(contract.table ? TABLE : {}),
            },
          }
        : {}),
    },
  }
  if (path === "/api/ready") {
    responses["503"] = {
      description: "Not ready",
      headers: REQUEST_ID,
      content: {
        "application/json": { schema: reply, example: { ...Object(exampleOf(reply ?? z.never())), ready: false } },
      },
    }
  }
  const codes = codesOf(contract)
  for (const status of new Set(codes.map((code) => STATUS_OF[code]))) {
    responses[`${status as 400}`] = problemsOf(
      contract,
      codes.filter((code) => STATUS_OF[code] === status),
    )
  }
  return responses
}

/** The replies of one status: a problem with one of these codes, and each as an example. */
function problemsOf(contract: Contract, codes: ProblemCode[]): ZodOpenApiResponseObject {
  const status = STATUS_OF[codes[0] ?? "INTERNAL_ERROR"]
  return {
    description: codes.join(", ") + boundOf(contract, status),
    headers: {
      ...REQUEST_ID,
      ...(status === STATUS_OF.RATE_LIMITED ? { ...LIMITS, ...RETRY_AFTER } : {}),
      ...(status === STATUS_OF.OVERLOADED ? RETRY_AFTER : {}),
    },
    content: {
      "application/problem+json": {
        schema: {
          allOf: [{ $ref: "#/components/schemas/Problem" }, { type: "object", properties: { code: { enum: codes } } }],
        },
        examples: Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }])),
      },
    },
  }
}

function problemExamples() {
  const request_id = "5f0e6d1c-2b3a-4958-8776-655443322110"
  return Object.fromEntries(
    Object.entries(PROBLEM_MEANINGS).map(([code, { title, meaning: detail }]) => {
      const type = `urn:micro-pay:error:${code}`
      const status = STATUS_OF[code as ProblemCode]
      return [code, { value: { type, title, status, detail, code, request_id } }]
    }),
  )
}

/** Of events one, as it stands in the stream; of all else the reply. */
function replyExample({ reply, events }: Contract): unknown {
  const example = exampleOf(reply ?? z.never())
  return events ? `data: ${JSON.stringify(example)}\n\n` : example
}

function boundOf({ maxBodyBytes = BODY_BYTES }: Contract, status: number): string {
  return status === STATUS_OF.PAYLOAD_TOO_LARGE ? `: the body may have at most ${maxBodyBytes} bytes` : ""
}

/** What a reply is too, where it can be a table. */
const TABLE = { "text/csv": { schema: { type: "string" } } } as const

function typeOf({ text, stream, events, file }: Contract): string {
  if (events) return "text/event-stream"
  if (file) return "application/octet-stream"
  return stream ?? (text ? "text/plain" : "application/json")
}

/** What a route can answer follows mostly from what it takes. */
function codesOf(contract: Contract): ProblemCode[] {
  const { method, path, params, query, body, access, key, limit, idempotent, errors = [] } = contract
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
  if (method === "POST" && path in GATE_OF) codes.add("OVERLOADED")
  if (idempotent) codes.add("IDEMPOTENCY_CONFLICT")
  codes.add("INTERNAL_ERROR")
  return [...codes].sort((a, b) => STATUS_OF[a] - STATUS_OF[b])
}

const HEADERS = {
  "X-Request-Id": { description: "Names this request in our log", schema: { type: "string" } },
  Link: { description: 'The next page, rel="next"; absent on the last', schema: { type: "string" } },
  RateLimit: {
    description:
      "Calls that are left, and seconds until the count is down. Absent where nothing is counted: on a devnet",
    schema: { type: "string" },
    example: '"read";r=598;t=60',
  },
  "RateLimit-Policy": {
    description: "How many calls are allowed in how many seconds",
    schema: { type: "string" },
    example: '"read";q=600;w=60',
  },
  "Retry-After": { description: "Seconds to wait", schema: { type: "string", pattern: "^\\d+$" } },
} as const
const headersNamed = (...names: (keyof typeof HEADERS)[]) =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]))
const REQUEST_ID = headersNamed("X-Request-Id")
const LINK = headersNamed("Link")
const LIMITS = headersNamed("RateLimit", "RateLimit-Policy")
const RETRY_AFTER = headersNamed("Retry-After")
