import { ArrowRight, Check, Minus } from "lucide-react"
import Link from "next/link"
import { getTexts } from "@/components/messages/server"
import { SOLVENCY } from "@/components/messages/solvency"
import { Card, CardHead } from "@/components/ui/card"
import { CodeBlock, Prose } from "@/components/ui/code"

/** How anybody checks it, what it does not prove, and what it tells of whom. */
export async function Explain({ origin, openReads }: { origin: string; openReads: boolean }) {
  const t = await getTexts(SOLVENCY)
  const audit = `npm run audit -- --url ${origin}`
  return (
    <div className="mt-12 space-y-16">
      <Card aria-labelledby="check-title" id="check">
        <CardHead id="check-title" title={t.check.title} description={<Prose text={t.check.text} />} />
        <div className="space-y-4">
          <p>{t.check.all}</p>
          <CodeBlock text={audit} copyLabel={t.check.copy} />
          <p>{t.check.own}</p>
          <CodeBlock text={`${audit} --address ckb1…`} copyLabel={t.check.copy} />
          {openReads ? null : (
            <p className="text-sm text-muted">
              <Prose text={t.check.closed} />
            </p>
          )}
          <p className="text-sm text-muted">
            <Prose text={t.check.line} />
          </p>
          <p>{t.check.button}</p>
          <Link
            href="/receiver"
            prefetch={false}
            className="inline-flex min-h-11 items-center gap-1 font-medium text-accent-ink hover:underline"
          >
            {t.check.dashboard}
            <ArrowRight aria-hidden className="size-4" />
          </Link>
        </div>
      </Card>
      <section aria-labelledby="limits-title">
        <h2 id="limits-title" className="text-2xl font-semibold">
          {t.limits.title}
        </h2>
        <ul className="mt-6 grid grid-cols-1 gap-8 sm:grid-cols-2 lg:grid-cols-3">
          {t.limits.points.map(({ title, text }) => (
            <li key={title}>
              <h3 className="font-semibold">{title}</h3>
              <p className="mt-1 leading-7 text-muted">{text}</p>
            </li>
          ))}
        </ul>
      </section>
      <section aria-labelledby="privacy-title">
        <h2 id="privacy-title" className="text-2xl font-semibold">
          {t.privacy.title}
        </h2>
        <p className="mt-2 max-w-3xl leading-7 text-muted">{t.privacy.text}</p>
        <div className="mt-6 grid grid-cols-1 gap-8 sm:grid-cols-2">
          <Points title={t.privacy.learnTitle} points={t.privacy.learn} Icon={Check} />
          <Points title={t.privacy.secretTitle} points={t.privacy.secret} Icon={Minus} />
        </div>
      </section>
    </div>
  )
}

function Points({ title, points, Icon }: { title: string; points: readonly string[]; Icon: typeof Check }) {
  return (
    <div>
      <h3 className="font-semibold">{title}</h3>
      <ul className="mt-2 space-y-2">
        {points.map((point) => (
          <li key={point} className="flex gap-2 leading-7 text-muted">
            <Icon aria-hidden className="mt-1.5 size-4 shrink-0" />
            <span>{point}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
