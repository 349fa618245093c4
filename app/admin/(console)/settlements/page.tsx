import { ApprovalsSection } from "@/components/admin/approvals-section"
import { SettlementsSection } from "@/components/admin/settlements-section"

export default function SettlementsPage() {
  return (
    <>
      <ApprovalsSection />
      <SettlementsSection />
    </>
  )
}
