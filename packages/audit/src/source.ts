import * as z from "zod/mini"
import { CannotCheck } from "./faults"
import type { Get } from "./types"

/** The platform has answered, and not in the form that it promises. */
export class Malformed extends Error {
  override readonly name = "Malformed"

  constructor(
    readonly path: string,
    detail: string,
  ) {
    super(`${path}: ${detail}`)
  }
}

/** More pages than any list has. */
const MOST_PAGES = 100_000

/** The platform's public files and lists, read and checked for their form. */
export class Source {
  constructor(readonly get: Get) {}

  /**
   * @throws Malformed
   * @throws CannotCheck when there is no answer, or a refusal
   */
  async one<T extends z.core.$ZodType>(path: string, shape: T): Promise<z.output<T>> {
    return readAs(path, await json(path, await this.#ask(path)), shape)
  }

  /** All of a list, page by page, newest first. @throws as `one` does */
  async *pages<T extends z.core.$ZodType>(path: string, shape: T): AsyncGenerator<z.output<T>[]> {
    let cursor: string | undefined
    for (let page = 0; page < MOST_PAGES; page++) {
      const at = `${path}?limit=200${cursor === undefined ? "" : `&cursor=${encodeURIComponent(cursor)}`}`
      const response = await this.#ask(at)
      yield readAs(at, await json(at, response), z.array(shape))
      const next = nextOf(response.headers)
      if (next === undefined) return
      if (next === cursor) throw new Malformed(at, "the list does not go on")
      cursor = next
    }
    throw new Malformed(path, "the list does not end")
  }

  /** @throws CannotCheck */
  async file(path: string): Promise<Uint8Array<ArrayBuffer>> {
    const response = await this.#ask(path)
    return new Uint8Array(await response.arrayBuffer())
  }

  async #ask(path: string): Promise<Response> {
    const response = await this.get(path).catch((cause: unknown) => {
      throw new CannotCheck("PLATFORM_FAILED", `${path}: ${reasonOf(cause)}`, { cause })
    })
    if (response.ok) return response
    throw new CannotCheck(codeOf(response), `${path} answers ${response.status}`)
  }
}

export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  // Node's fetch says why only below.
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message
}

function codeOf({ status }: Response) {
  if (status === 401 || status === 403) return "ACCOUNT_CLOSED"
  return status === 404 || status === 410 ? "FILES_GONE" : "PLATFORM_FAILED"
}

async function json(path: string, response: Response): Promise<unknown> {
  return response.json().catch(() => {
    throw new Malformed(path, "no JSON")
  })
}

function readAs<T extends z.core.$ZodType>(path: string, value: unknown, shape: T): z.output<T> {
  const read = z.safeParse(shape, value)
  if (read.success) return read.data
  throw new Malformed(path, `${read.error.issues[0]?.path.join(".")} has another form`)
}

/** Where a list goes on (RFC 8288). */
function nextOf(headers: Headers): string | undefined {
  const target = headers.get("link")?.match(/<([^>]*)>\s*;[^,]*rel="?next"?/)?.[1]
  return target === undefined
    ? undefined
    : (new URL(target, "http://localhost").searchParams.get("cursor") ?? undefined)
}
