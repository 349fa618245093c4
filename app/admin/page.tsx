import type { Metadata } from "next"
import { Dashboard } from "@/components/admin/dashboard"
import { OperatorOnly } from "@/components/admin/operator-only"
import { en } from "@/components/messages/en"

export const metadata: Metadata = { title: en.admin.title, robots: { index: false, follow: false } }

export default function AdminPage() {
  return (
    <OperatorOnly>
      <Dashboard />
    </OperatorOnly>
  )
}
