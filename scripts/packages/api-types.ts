import { CONTRACTS } from "@/lib/http/api/contracts"
import type { Contract } from "@/lib/http/contract"
import { openApiDocument } from "@/lib/http/openapi"
import { STATUS_OF } from "@/lib/http/problem"

/** What the contracts use of JSON Schema. A word that is not here stops the build: it would say nothing in a type. */
interface Schema {
  $ref?: string
  description?: string
  type?: string | string[]
  pattern?: string
  enum?: unknown[]
  const?: unknown
  anyOf?: Schema[]
  oneOf?: Schema[]
  items?: Schema
  prefixItems?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: Schema | boolean
}

/** They narrow what a value may be, which the server checks, and TypeScript cannot say. */
const NARROWING = ["minLength", "maxLength", "pattern", "format", "minimum", "maximum", "minItems", "maxItems"]
const KNOWN = new Set([
  ...["$ref", "description", "type", "enum", "const", "anyOf", "oneOf", "items", "prefixItems", "properties"],
  ...["required", "additionalProperties", "propertyNames", "default", "example", "examples", "title", ...NARROWING],
])

const isForPrograms = ({ key, cors, access, text, stream, file }: Contract) =>
  !text && !stream && !file && (key !== undefined || cors === true || access === "devnet")

/**
 * The types of `packages/client`, out of the API's contracts: of each call that a program makes its parameters, query,
 * body and reply, and the schemas they name.
 */
export function apiTypes(): string {
  const { components, paths } = openApiDocument()
  const schemas = (components?.schemas ?? {}) as Record<string, Schema>
  const named = new Set<string>()
  const type = (schema: Schema) => typeOf(schema, named)
  const contracts = CONTRACTS.filter(isForPrograms)
  const calls = contracts.map((contract) => {
    const operation = paths?.[contract.path]?.[contract.method === "GET" ? "get" : "post"]
    return callOf(contract, operation as Operation, type)
  })
  // A schema may name others: those that are added on the way are visited too.
  const types: string[] = []
  for (const name of named) types.push(declaration(name, schemas[name] ?? {}, type))
  const idempotent = contracts.filter((contract) => contract.idempotent).map(nameOf)
  return `// Made by scripts/generate.ts out of the API's contracts (lib/http/api): change those.

/** Shannons: 1 CKB is 100000000. A number could have been rounded, so it is refused. */
export type Amount = bigint | string

export type ErrorCode =
${Object.keys(STATUS_OF)
  .map((code) => `  | ${JSON.stringify(code)}`)
  .join("\n")}

${types.sort().join("\n\n")}

/** What each call takes and answers. */
export interface Api {
${calls.join("\n")}
}

/** A repeated \`Idempotency-Key\` gets the first reply again. */
export const IDEMPOTENT: readonly (keyof Api)[] = ${JSON.stringify(idempotent)}
`
}

const nameOf = ({ method, path }: Contract) => `${method} ${path}`

interface Operation {
  summary: string
  parameters?: { name: string; in: string; required?: boolean; schema: Schema; description?: string }[]
  requestBody?: { required?: boolean; content: Record<string, { schema: Schema }> }
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>
}

function callOf(contract: Contract, operation: Operation, type: (schema: Schema) => string): string {
  const { parameters = [], requestBody, responses } = operation
  const at = (place: string) => parameters.filter((parameter) => parameter.in === place)
  const fields = (place: "path" | "query") =>
    `{ ${at(place)
      .map(({ name, required, schema }) => `${name}${required ? "" : "?"}: ${type(schema)}`)
      .join("; ")} }`
  const body = requestBody && Object.values(requestBody.content)[0]?.schema
  const reply = Object.values(responses[String(contract.status ?? 200)]?.content ?? {})[0]?.schema
  const members = [
    ...(at("path").length > 0 ? [`params: ${fields("path")}`] : []),
    ...(at("query").length > 0
      ? [`query${at("query").some(({ required }) => required) ? "" : "?"}: ${fields("query")}`]
      : []),
    ...(body ? [`body${requestBody.required ? "" : "?"}: ${type(body)}`] : []),
    `reply: ${reply ? type(reply) : "null"}`,
    ...(contract.paged ? [`paged: ${JSON.stringify(contract.paged === "after" ? "after" : "cursor")}`] : []),
    ...(contract.events ? ["events: true"] : []),
  ]
  return `${comment(operation.summary, "  ")}  ${JSON.stringify(nameOf(contract))}: {\n    ${members.join("\n    ")}\n  }`
}

function declaration(name: string, schema: Schema, type: (schema: Schema) => string): string {
  const text = type(schema)
  const head = comment(schema.description, "")
  return schema.properties ? `${head}export interface ${name} ${text}` : `${head}export type ${name} = ${text}`
}

function typeOf(schema: Schema, named: Set<string>): string {
  for (const word of Object.keys(schema))
    if (!KNOWN.has(word)) throw new Error(`api-types: a schema says ${word}, which has no type here`)
  const type = (inner: Schema) => typeOf(inner, named)
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split("/").at(-1) ?? ""
    named.add(name)
    return name
  }
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum) return union(schema.enum.map((value) => JSON.stringify(value)))
  if (isAmount(schema)) return "Amount"
  if (schema.properties) return objectOf(schema, type)
  const either = schema.anyOf ?? schema.oneOf
  if (either) return union(either.map(type))
  if (Array.isArray(schema.type)) return union(schema.type.map((each) => type({ ...schema, type: each })))
  switch (schema.type) {
    case "integer":
    case "number":
      return "number"
    case "string":
    case "boolean":
    case "null":
      return schema.type
    case "array":
      if (schema.prefixItems) return `[${schema.prefixItems.map(type).join(", ")}]`
      return `(${type(schema.items ?? {})})[]`
    case "object":
      return objectOf(schema, type)
    default:
      return "unknown"
  }
}

/** An amount in a request is an integer or its digits. */
function isAmount({ anyOf }: Schema): boolean {
  const [first, second, ...others] = anyOf ?? []
  return others.length === 0 && first?.type === "integer" && second?.pattern === "^[1-9]\\d{0,18}$"
}

function objectOf({ properties = {}, required = [], additionalProperties }: Schema, type: (schema: Schema) => string) {
  const fields = Object.entries(properties).map(
    ([name, schema]) =>
      `${comment(schema.description, "  ")}  ${name}${required.includes(name) ? "" : "?"}: ${type(schema)}`,
  )
  if (typeof additionalProperties === "object") {
    const isOpen = Object.keys(additionalProperties).length === 0
    fields.push(`  [name: string]: ${isOpen || fields.length > 0 ? "unknown" : type(additionalProperties)}`)
  }
  return fields.length === 0 ? "Record<string, unknown>" : `{\n${fields.join("\n")}\n}`
}

const union = (types: string[]) => [...new Set(types)].join(" | ")

function comment(text: string | undefined, indent: string): string {
  return text === undefined ? "" : `${indent}/** ${text.replaceAll("*/", "* /")} */\n`
}
