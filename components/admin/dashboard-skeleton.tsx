import { Page } from "@/components/ui/page"
import { Skeleton, SkeletonRows } from "@/components/ui/skeleton"

export function DashboardSkeleton() {
  return (
    <Page>
      <div aria-busy="true">
        <Skeleton className="h-8 w-40" />
        <Skeleton className="mt-8 h-28 w-full rounded-2xl" />
        <div className="mt-6 grid grid-cols-2 gap-4 lg:grid-cols-4">
          <Skeleton className="h-28 rounded-2xl" />
          <Skeleton className="h-28 rounded-2xl" />
          <Skeleton className="h-28 rounded-2xl" />
          <Skeleton className="h-28 rounded-2xl" />
        </div>
        <div className="mt-10">
          <SkeletonRows rows={6} />
        </div>
      </div>
    </Page>
  )
}
