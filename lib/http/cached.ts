import { perProcess } from "@/lib/process"

interface Answer {
  until: number
  value: Promise<unknown>
}

/** What finding an answer may take of the time: one part in so many. */
const SHARE = 10

/**
 * One answer for all who ask while it is being found, and for some time after: longer when finding it took long, so
 * that nobody can keep the database or the node busy by asking again and again.
 *
 * @param of what the answer is about: another object has an answer of its own
 * @param ms milliseconds that it is good for at least
 */
export function cached<T>(name: string, of: object, ms: number, find: () => Promise<T>): Promise<T> {
  const answers = perProcess(`cached-${name}`, () => new WeakMap<object, Answer>())
  const known = answers.get(of)
  if (known && performance.now() < known.until) return known.value as Promise<T>
  const begun = performance.now()
  const answer: Answer = { until: Number.POSITIVE_INFINITY, value: Promise.resolve() }
  const value = find().finally(() => {
    const now = performance.now()
    answer.until = now + Math.max(ms, (SHARE - 1) * (now - begun))
  })
  answer.value = value
  answers.set(of, answer)
  return value
}
