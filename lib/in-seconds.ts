/** "1 second" or "5 seconds", as messages say when to try again. */
export function inSeconds(count: number): string {
  return `${count} ${count === 1 ? "second" : "seconds"}`
}
