import { Page } from "@/components/ui/page"
import { Skeleton } from "@/components/ui/skeleton"

export default function Loading() {
  return (
    <Page narrow>
      <Skeleton className="h-72 w-full rounded-2xl" />
    </Page>
  )
}
