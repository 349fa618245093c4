import type { Context } from "@/lib/context"
import { NotFound } from "@/lib/errors"
import { getContext } from "@/lib/runtime"
import { sleep } from "@/lib/sleep"

/** A page that can ask again by itself is not held up longer than this by a node or a database that is down. */
const PATIENCE_MS = 2_000

/**
 * Reads on the server what a page is about.
 *
 * @returns null when there is no such thing; undefined while the server cannot know
 */
export async function readForPage<T>(read: (ctx: Context) => Promise<T>): Promise<T | null | undefined> {
  const isFound = new AbortController()
  try {
    return await Promise.race([getContext().then(read), sleep(PATIENCE_MS, isFound.signal).then(() => undefined)])
  } catch (error) {
    return error instanceof NotFound ? null : undefined
  } finally {
    isFound.abort()
  }
}
