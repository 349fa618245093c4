import { FeesSection } from "@/components/admin/fees-section"
import { PausesSection } from "@/components/admin/pauses-section"
import { ReconciliationSection } from "@/components/admin/reconciliation-section"

export default function OverviewPage() {
  return (
    <>
      <ReconciliationSection />
      <PausesSection />
      <FeesSection />
    </>
  )
}
