import { ApprovalsSection } from "@/components/admin/approvals-section"
import { ProposalsSection } from "@/components/admin/proposals-section"
import { SettlementsSection } from "@/components/admin/settlements-section"

export default function SettlementsPage() {
  return (
    <>
      <ProposalsSection />
      <ApprovalsSection />
      <SettlementsSection />
    </>
  )
}
