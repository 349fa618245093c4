/** What keeps a command from going on, told to a person: what happened, whether data is safe, what to do about it. */
export class StartError extends Error {
  override name = "StartError"

  constructor(
    what: string,
    readonly advice: { data?: string; todo: string },
  ) {
    super(what)
  }
}

/** The lines to print for any failure of a command. */
export function describeFailure(error: unknown): string {
  if (!(error instanceof StartError)) return error instanceof Error ? (error.stack ?? error.message) : String(error)
  const data = error.advice.data ? `\n  Your data: ${error.advice.data}` : ""
  return `${error.message}${data}\n  What to do: ${error.advice.todo}`
}
