import Link from "next/link"
import { getMessages, getTexts } from "@/components/messages/server"
import { SITE } from "@/components/messages/site"
import { SOLVENCY_PATH } from "@/lib/client/paths"
import { getConfig } from "@/lib/runtime"

const LINK = "inline-flex min-h-11 items-center hover:text-ink hover:underline"

/** Who runs this, how to reach them, and what they hold: what somebody looks for when something is wrong. */
export async function SiteFooter() {
  const t = (await getTexts(SITE)).footer
  const { footer } = (await getMessages()).common
  const { operator } = getConfig()
  const links = [
    [t.contact, operator.contact],
    [t.terms, operator.termsUrl],
    [t.privacy, operator.privacyUrl],
  ].filter((link): link is [string, string] => link[1] !== undefined)
  return (
    <footer className="print:hidden border-t border-line">
      <div className="mx-auto flex min-h-16 w-full max-w-6xl flex-wrap items-center justify-between gap-x-6 px-4 py-2 text-sm text-muted sm:px-6">
        <p className="flex flex-wrap gap-x-4 py-1 wrap-anywhere">
          <span>{footer}</span>
          {operator.name === undefined ? null : <span>{t.runBy(operator.name)}</span>}
        </p>
        <nav aria-label={t.label} className="flex flex-wrap gap-x-6">
          <Link href={SOLVENCY_PATH} prefetch={false} className={LINK}>
            {t.solvency}
          </Link>
          {links.map(([name, url]) => (
            <a key={name} href={url} className={LINK}>
              {name}
            </a>
          ))}
        </nav>
      </div>
    </footer>
  )
}
