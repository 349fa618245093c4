import Link from "next/link"
import { getMessages } from "@/components/messages/server"

export async function SiteFooter() {
  const t = (await getMessages()).common
  return (
    <footer className="print:hidden border-t border-line">
      <div className="mx-auto flex w-full max-w-6xl flex-wrap items-center justify-between gap-x-6 px-4 py-4 text-sm text-muted sm:px-6">
        <p>{t.footer}</p>
        <nav aria-label={t.nav.label} className="flex gap-6">
          <a href="/api/openapi.json" className="inline-flex min-h-11 items-center hover:text-ink hover:underline">
            {t.nav.api}
          </a>
          <Link
            href="/admin"
            className="inline-flex min-h-11 items-center hover:text-ink hover:underline"
            prefetch={false}
          >
            {t.nav.admin}
          </Link>
        </nav>
      </div>
    </footer>
  )
}
