import { Card } from "@/components/ui/card"
import { Page } from "@/components/ui/page"
import { Skeleton } from "@/components/ui/skeleton"
import type { CheckoutOrder } from "./order"
import { OrderHead } from "./order-head"

/** @param order what the page's address says already, so that the server can show it */
export function PaymentSkeleton({ order }: { order?: CheckoutOrder }) {
  return (
    <Page narrow>
      <Card aria-busy="true">
        {order ? (
          <OrderHead {...order} title={order.link?.title} />
        ) : (
          <>
            <Skeleton className="h-5 w-12" />
            <Skeleton className="mt-3 h-12 w-48" />
            <Skeleton className="mt-4 h-5 w-56" />
          </>
        )}
        <div className="mt-8 space-y-5">
          <Skeleton className="h-4 w-full" />
          <Skeleton className="h-4 w-full" />
          <Skeleton className="h-4 w-full" />
        </div>
        <Skeleton className="mt-8 h-11 w-full rounded-lg" />
      </Card>
    </Page>
  )
}
