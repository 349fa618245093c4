import { LoadMore } from "@/components/ui/load-more"
import { ProblemNotice } from "@/components/ui/problem-notice"
import { SkeletonRows } from "@/components/ui/skeleton"

interface ListProps<T> {
  query: {
    data: { pages: { data: T[] }[] } | undefined
    error: Error | null
    hasNextPage: boolean
    isFetchingNextPage: boolean
    fetchNextPage: () => void
  }
  empty: React.ReactNode
  children: (item: T) => React.ReactNode
  testId?: string
}

/** A list that is read page by page: its rows, or why there are none. */
export function List<T>({ query, empty, children, testId }: ListProps<T>) {
  const items = query.data?.pages.flatMap(({ data }) => data)
  if (!items) return query.error ? <ProblemNotice error={query.error} /> : <SkeletonRows rows={2} />
  if (items.length === 0) return <div className="text-sm text-muted">{empty}</div>
  return (
    <>
      <ul className="divide-y divide-line" data-testid={testId}>
        {items.map(children)}
      </ul>
      <LoadMore query={query} />
    </>
  )
}
