import type { Context } from "@/lib/context"
import { perProcess } from "@/lib/process"

const GOOD_FOR_MS = 10_000
const ANSWER_MS = 3_000

/** Inngest's server does not answer: it begins no job, and nobody is paid out by itself. */
export class InngestUnreachable extends Error {
  override readonly name = "InngestUnreachable"

  constructor() {
    super("Inngest's server does not answer: jobs wait for it. See INNGEST_BASE_URL.")
  }
}

/**
 * Whether Inngest's server answers at all: whatever it says, it is there. Asked at most once in ten seconds by a
 * process, however many want to know.
 *
 * @returns undefined where the server runs its jobs by itself
 */
export async function inngestAnswers({ config }: Pick<Context, "config">): Promise<boolean | undefined> {
  const { enabled, url } = config.inngest
  if (!enabled) return undefined
  const known = perProcess("inngest-answers", () => new Map<string, { until: number; answer: Promise<boolean> }>())
  const last = known.get(url)
  if (last && performance.now() < last.until) return last.answer
  const answer = ask(url)
  known.set(url, { until: performance.now() + GOOD_FOR_MS, answer })
  return answer
}

async function ask(url: string): Promise<boolean> {
  try {
    const response = await fetch(new URL("/health", url), {
      redirect: "manual",
      signal: AbortSignal.timeout(ANSWER_MS),
    })
    await response.body?.cancel()
    // A proxy before a server that is gone.
    return response.status !== 502 && response.status !== 503 && response.status !== 504
  } catch {
    return false
  }
}
