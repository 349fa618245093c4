import type { Entry } from "@/lib/client/types"

/** What was sold: what the link calls it, the order, and what the payment says, without saying a thing twice. */
export function soldBy({ link, reference, info }: Pick<Entry, "link" | "reference" | "info">): string | null {
  const names = [link?.title, reference, info].filter((name): name is string => Boolean(name))
  return names.length > 0 ? [...new Set(names)].join(" · ") : null
}
