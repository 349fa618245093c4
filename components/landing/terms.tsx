import Link from "next/link"
import type { LANDING } from "@/components/messages/landing"
import type { SITE } from "@/components/messages/site"
import { exact } from "@/components/ui/exact-text"
import { displayBps, displayCkb } from "@/lib/client/format"
import { SOLVENCY_PATH } from "@/lib/client/paths"
import type { Config } from "@/lib/config"

const LINK = "inline-flex min-h-11 items-center font-medium text-accent-ink hover:underline"

interface TermsProps {
  config: Pick<Config, "network" | "feeBps" | "minWithdrawal" | "operator">
  t: (typeof LANDING)["en"]["terms"]
  site: (typeof SITE)["en"]["footer"]
}

/** What somebody has to know before they hand money to this platform: its price, that it holds it, and who it is. */
export function Terms({ config, t, site }: TermsProps) {
  return (
    <section id="terms" className="mt-20" aria-labelledby="terms-title" data-testid="terms">
      <h2 id="terms-title" className="text-2xl font-semibold">
        {t.title}
      </h2>
      <div className="mt-8 grid grid-cols-1 gap-10 md:grid-cols-3">
        <Topic title={t.cost.title}>
          <p>{config.feeBps === 0n ? t.cost.free : t.cost.fee(displayBps(Number(config.feeBps)))}</p>
          <p>{t.cost.payout}</p>
        </Topic>
        <Topic title={t.custody.title}>
          <p>{exact(t.custody.held(displayCkb(config.minWithdrawal)))}</p>
          <p>{t.custody.out}</p>
          <Link href={SOLVENCY_PATH} className={LINK}>
            {t.custody.proof}
          </Link>
        </Topic>
        <Topic title={t.operator.title}>
          <Operator config={config} t={t} site={site} />
        </Topic>
      </div>
    </section>
  )
}

function Topic({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <div>
      <h3 className="font-semibold">{title}</h3>
      <div className="mt-2 space-y-2 leading-7 text-muted">{children}</div>
    </div>
  )
}

function Operator({ config: { network, operator }, t: { operator: t }, site }: TermsProps) {
  const unnamed = network === "devnet" ? t.devnet : t.unnamed
  const links = [
    [site.contact, operator.contact],
    [site.terms, operator.termsUrl],
    [site.privacy, operator.privacyUrl],
  ].filter((link): link is [string, string] => link[1] !== undefined)
  return (
    <>
      <p className="wrap-anywhere">{operator.name === undefined ? unnamed : t.named(operator.name)}</p>
      {links.length > 0 ? (
        <p className="flex flex-wrap gap-x-6">
          {links.map(([name, url]) => (
            <a key={name} href={url} className={LINK}>
              {name}
            </a>
          ))}
        </p>
      ) : null}
    </>
  )
}
