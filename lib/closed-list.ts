/**
 * A text as a member of a closed list. For a column whose CHECK states the same list (`test/closed-lists.test.ts`
 * compares them), so a text of none of them is a fault of ours and not of whoever asks.
 */
export function oneOf<T extends string>(list: readonly T[], text: string): T {
  const member = list.find((known) => known === text)
  if (member === undefined) throw new Error(`"${text}" is none of ${list.join(", ")}`)
  return member
}
