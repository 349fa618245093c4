import { DashboardSkeleton } from "@/components/admin/dashboard-skeleton"

export default function Loading() {
  return <DashboardSkeleton />
}
