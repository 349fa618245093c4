import { AuditSection } from "@/components/admin/audit-section"

export default function AuditPage() {
  return <AuditSection />
}
