import { OperationsSection } from "@/components/admin/operations-section"
import { PoolSection } from "@/components/admin/pool-section"
import { UsageSection } from "@/components/admin/usage-section"

export default function PoolPage() {
  return (
    <>
      <UsageSection />
      <PoolSection />
      <OperationsSection />
    </>
  )
}
