/** A page of a list, newest first. `next` is the cursor of the page after it, if there is one. */
export interface Page<T> {
  items: T[]
  next: bigint | undefined
}

/** @param rows the first limit + 1 rows: the last of them only says that there is a next page */
export function pageOf<T extends { id: bigint }>(rows: T[], limit: number): Page<T> {
  const items = rows.slice(0, limit)
  return { items, next: rows.length > limit ? items.at(-1)?.id : undefined }
}
