import { FeesSection } from "@/components/admin/fees-section"
import { PausesSection } from "@/components/admin/pauses-section"
import { ProposalsSection } from "@/components/admin/proposals-section"
import { ReconciliationSection } from "@/components/admin/reconciliation-section"
import { operatorTitle } from "@/components/admin/title"
import { TodaySection } from "@/components/admin/today-section"

export const generateMetadata = () => operatorTitle("overview")

export default function OverviewPage() {
  return (
    <>
      <TodaySection />
      <ReconciliationSection />
      <PausesSection />
      <ProposalsSection />
      <FeesSection />
    </>
  )
}
