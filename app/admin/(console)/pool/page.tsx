import { OperationsSection } from "@/components/admin/operations-section"
import { PlatformAddress } from "@/components/admin/platform-address"
import { PoolSection } from "@/components/admin/pool-section"
import { operatorTitle } from "@/components/admin/title"
import { UsageSection } from "@/components/admin/usage-section"

export const generateMetadata = () => operatorTitle("pool")

export default function PoolPage() {
  return (
    <>
      <UsageSection />
      <PoolSection />
      <PlatformAddress />
      <OperationsSection />
    </>
  )
}
