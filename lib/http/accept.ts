/** Whether a request wants a table rather than JSON: by `?format=`, else by the first of the two that it accepts. */
export function wantsTable(request: Request): boolean {
  const format = new URL(request.url).searchParams.get("format")
  if (format !== null) return format === "csv"
  const accepted = (request.headers.get("accept") ?? "").split(",").map(readRange)
  const weightOf = (type: string) => Math.max(0, ...accepted.filter(({ range }) => range === type).map(({ q }) => q))
  return weightOf("text/csv") > Math.max(weightOf("application/json"), 0)
}

/** A media range with its weight (RFC 9110, 12.5.1). */
function readRange(text: string): { range: string; q: number } {
  const [range = "", ...parameters] = text.split(";").map((part) => part.trim().toLowerCase())
  const weight = parameters.find((parameter) => parameter.startsWith("q="))
  const q = weight === undefined ? 1 : Number(weight.slice(2))
  return { range, q: q >= 0 && q <= 1 ? q : 0 }
}
