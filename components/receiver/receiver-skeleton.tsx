import { Page } from "@/components/ui/page"
import { Skeleton, SkeletonRows } from "@/components/ui/skeleton"

export function ReceiverSkeleton() {
  return (
    <Page>
      <div aria-busy="true">
        <Skeleton className="h-4 w-24" />
        <Skeleton className="mt-2 h-7 w-64" />
        <Skeleton className="mt-8 h-56 w-full rounded-2xl" />
        <div className="mt-10">
          <SkeletonRows />
        </div>
      </div>
    </Page>
  )
}
