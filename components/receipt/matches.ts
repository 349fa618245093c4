/** Whether one of the texts has what is looked for in it, in upper or lower case. */
export function matches(search: string, words: (string | null | undefined)[]): boolean {
  const wanted = search.trim().toLowerCase()
  return wanted === "" || words.some((word) => word?.toLowerCase().includes(wanted))
}
