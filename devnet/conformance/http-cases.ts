import type { Case } from "./case"
import type { Conformance } from "./context"

const CORS = { "access-control-allow-origin": "*" }

/** What a browser and a JSON-RPC client look at. */
async function request(on: Conformance, method: string, body?: string): Promise<unknown> {
  const reply = await fetch(on.chain.rpcUrl, { method, ...(body === undefined ? {} : { body }) })
  const text = await reply.text()
  const header = (name: string) => reply.headers.get(name)
  return {
    status: reply.status,
    type: header("content-type"),
    "access-control-allow-origin": header("access-control-allow-origin"),
    "access-control-allow-headers": header("access-control-allow-headers"),
    "access-control-allow-methods": header("access-control-allow-methods"),
    body: text.replace(/"result":"0x[0-9a-f]+"/g, '"result":"(number)"'),
  }
}

function posted(name: string, body: string, expected: string, status = 200): Case {
  return { name, expected: { ...CORS, status, body: expected }, run: (on) => request(on, "POST", body) }
}

const call = (id: string, params = "[]") =>
  `{"id":${id},"jsonrpc":"2.0","method":"get_tip_block_number","params":${params}}`
const answered = (id: string) => `{"jsonrpc":"2.0","result":"(number)","id":${id}}`
const PARSE_ERROR = '{"jsonrpc":"2.0","error":{"code":-32700,"message":"Parse error"},"id":null}'

export const httpCases: Case[] = [
  posted("a call", call("1"), answered("1")),
  posted("an id may be a word", call('"a"'), answered('"a"')),
  posted("null for no parameters", call("1", "null"), answered("1")),
  posted("parameters by name", call("1", '{"a":1}'), "No parameters were expected"),
  posted("a batch", `[${call("1")},{"id":2,"jsonrpc":"2.0","method":"nosuch"}]`, `[${answered("1")},`),
  posted("an empty batch", "[]", "[]"),
  posted("a batch of something else", "[5]", PARSE_ERROR),
  posted("no JSON", "garbage", PARSE_ERROR),
  posted("JSON that is no call", "5", PARSE_ERROR),
  posted("another protocol", '{"id":1,"method":"get_tip_block_number"}', "Unsupported JSON-RPC protocol version"),
  posted("no method", '{"id":1,"jsonrpc":"2.0","params":[]}', "Invalid request"),
  posted("a notification is not answered", '{"jsonrpc":"2.0","method":"get_tip_block_number"}', "", 204),
  {
    name: "a browser may ask from anywhere",
    expected: { ...CORS, status: 200, "access-control-allow-headers": "*", "access-control-allow-methods": "*" },
    run: (on) => request(on, "OPTIONS"),
  },
  { name: "only POST is served", expected: { ...CORS, status: 405 }, run: (on) => request(on, "GET") },
]
