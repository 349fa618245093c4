import { ApprovalsSection } from "@/components/admin/approvals-section"
import { ProposalsSection } from "@/components/admin/proposals-section"
import { SettlementsSection } from "@/components/admin/settlements-section"
import { operatorTitle } from "@/components/admin/title"

export const generateMetadata = () => operatorTitle("settlements")

export default function SettlementsPage() {
  return (
    <>
      <ProposalsSection />
      <ApprovalsSection />
      <SettlementsSection />
    </>
  )
}
