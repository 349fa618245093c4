import type { Metadata } from "next"
import { OperatorOnly } from "@/components/admin/operator-only"
import { Shell } from "@/components/admin/shell"
import { ADMIN } from "@/components/messages/admin"
import { getMessages, getTexts } from "@/components/messages/server"

export async function generateMetadata(): Promise<Metadata> {
  const [{ title }, { common }] = await Promise.all([getTexts(ADMIN), getMessages()])
  // A title that is text alone would take the site's name from the pages below it.
  const named = { default: title, template: `%s · ${common.siteName}` }
  return { title: named, robots: { index: false, follow: false } }
}

export default function OperatorLayout({ children }: { children: React.ReactNode }) {
  return (
    <OperatorOnly>
      <Shell>{children}</Shell>
    </OperatorOnly>
  )
}
