/**
 * One of a list, by any number: so that every step means something in every state, and shrinking a number is a simpler
 * step.
 */
export function pick<T>(list: readonly T[], number: number): T {
  if (list.length === 0) throw new Error("there is nothing to choose from")
  return list[number % list.length] as T
}
