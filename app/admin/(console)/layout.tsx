import type { Metadata } from "next"
import { OperatorOnly } from "@/components/admin/operator-only"
import { Shell } from "@/components/admin/shell"
import { ADMIN } from "@/components/messages/admin"
import { getTexts } from "@/components/messages/server"

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTexts(ADMIN)).title, robots: { index: false, follow: false } }
}

export default function OperatorLayout({ children }: { children: React.ReactNode }) {
  return (
    <OperatorOnly>
      <Shell>{children}</Shell>
    </OperatorOnly>
  )
}
