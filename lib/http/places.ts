import { perProcess } from "@/lib/process"

interface Wanted {
  /** who shares these places */
  of: string
  places: number
  /** what is thrown when none is free */
  refusal: () => Error
}

/**
 * Takes a place of each of these at once, or none: what holds a connection or the node for as long as it likes must not
 * be held by any number.
 *
 * @param name what the places are for
 * @returns gives the places back; once
 */
export function takePlaces(name: string, wanted: readonly Wanted[]): () => void {
  const taken = perProcess(`places-${name}`, () => new Map<string, number>())
  for (const { of, places, refusal } of wanted) if ((taken.get(of) ?? 0) >= places) throw refusal()
  add(1)
  let isBack = false
  return () => {
    if (!isBack) add(-1)
    isBack = true
  }

  function add(change: 1 | -1) {
    for (const { of } of wanted) {
      const count = (taken.get(of) ?? 0) + change
      if (count > 0) taken.set(of, count)
      else taken.delete(of)
    }
  }
}
