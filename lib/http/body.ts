import { ValidationError } from "@/lib/errors"
import { HttpError } from "./problem"

/**
 * Reads a JSON body, never more of it than the limit.
 *
 * @param maxBytes of the body as it is sent
 * @returns undefined when there is no body at all
 * @throws ValidationError for another content type, broken UTF-8 or broken JSON; HttpError 413
 */
export async function readJson(request: Request, maxBytes: number): Promise<unknown> {
  const bytes = await readBytes(request, maxBytes)
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

async function readBytes(request: Request, maxBytes: number): Promise<Uint8Array> {
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) throw tooLarge(maxBytes)
  if (!request.body) return new Uint8Array()
  const chunks: Uint8Array[] = []
  let size = 0
  // Without a Content-Length (chunked) only counting tells.
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength
    if (size > maxBytes) throw tooLarge(maxBytes)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function tooLarge(maxBytes: number): HttpError {
  return new HttpError("PAYLOAD_TOO_LARGE", `The body may have at most ${maxBytes} bytes.`)
}
