import { useMessages } from "@/components/messages/provider"
import { Button } from "./button"

interface LoadMoreProps {
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => void }
}

/** The next page of a list, if there is one. */
export function LoadMore({ query }: LoadMoreProps) {
  const { common } = useMessages()
  if (!query.hasNextPage) return null
  return (
    <Button variant="secondary" className="mt-4" busy={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
      {common.loadMore}
    </Button>
  )
}
