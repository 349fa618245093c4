import type { Page } from "@/lib/page"
import type { PageReply } from "./contract"

/** A page of rows as the reply of a paged route. */
export function pageJson<Row, Json>({ items, next }: Page<Row>, toJson: (row: Row) => Json): PageReply<Json[]> {
  return { reply: items.map(toJson), next }
}

/**
 * Announces the next page of a list (RFC 8288), keeping the request's filters. Relative, because behind a proxy the
 * server does not know its own name.
 *
 * @param page the name of the parameter that goes on, and its value, or undefined on the last page
 */
export function linkNext(request: Request, headers: Headers, page: { name: string; next: bigint | undefined }): void {
  const { name, next } = page
  if (next === undefined) return
  const { pathname, searchParams } = new URL(request.url)
  searchParams.set(name, next.toString())
  headers.set("link", `<${pathname}?${searchParams}>; rel="next"`)
}
