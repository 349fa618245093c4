import { AuditSection } from "@/components/admin/audit-section"
import { operatorTitle } from "@/components/admin/title"

export const generateMetadata = () => operatorTitle("audit")

export default function AuditPage() {
  return <AuditSection />
}
