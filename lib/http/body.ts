import { ValidationError } from "@/lib/errors"
import { HttpError } from "./problem"

/** A signed transaction of the largest relayed size fits, with room for the rest of its request. */
const MAX_BODY_BYTES = 1_048_576

/**
 * Reads a JSON body, never more of it than the limit.
 *
 * @returns undefined when there is no body at all
 * @throws ValidationError for another content type, broken UTF-8 or broken JSON; HttpError 413
 */
export async function readJson(request: Request): Promise<unknown> {
  const bytes = await readBytes(request)
  if (bytes.length === 0) return undefined
  const type = request.headers.get("content-type") ?? ""
  if (!/^application\/([\w.-]+\+)?json\s*(;|$)/i.test(type)) {
    throw new ValidationError("The body must be JSON, sent with the header Content-Type: application/json.")
  }
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes))
  } catch {
    // The parser's own message quotes the body.
    throw new ValidationError("The body is not valid JSON in UTF-8.")
  }
}

async function readBytes(request: Request): Promise<Uint8Array> {
  if (Number(request.headers.get("content-length") ?? 0) > MAX_BODY_BYTES) throw tooLarge()
  if (!request.body) return new Uint8Array()
  const chunks: Uint8Array[] = []
  let size = 0
  // Without a Content-Length (chunked) only counting tells.
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength
    if (size > MAX_BODY_BYTES) throw tooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function tooLarge(): HttpError {
  return new HttpError(
    "PAYLOAD_TOO_LARGE",
    "The request is too large",
    `The body may have at most ${MAX_BODY_BYTES} bytes.`,
  )
}
