import type { Metadata } from "next"
import { Dashboard } from "@/components/admin/dashboard"
import { OperatorOnly } from "@/components/admin/operator-only"
import { getMessages } from "@/components/messages/server"

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getMessages()).admin.title, robots: { index: false, follow: false } }
}

export default function AdminPage() {
  return (
    <OperatorOnly>
      <Dashboard />
    </OperatorOnly>
  )
}
