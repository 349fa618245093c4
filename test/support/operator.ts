/** What one person may decide alone is done at once. */
export async function done<T extends { status: string }>(decided: Promise<T>): Promise<Extract<T, { status: "done" }>> {
  const answer = await decided
  if (answer.status !== "done") throw new Error(`this is ${answer.status}, not done`)
  return answer as Extract<T, { status: "done" }>
}
