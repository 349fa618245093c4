import { ArrowRight, FileCheck2, ListChecks, PenLine, Send, Signature, Wallet } from "lucide-react"
import Link from "next/link"
import { LANDING } from "@/components/messages/landing"
import { getTexts } from "@/components/messages/server"
import { SITE } from "@/components/messages/site"
import { ReceiverStart } from "@/components/receiver/receiver-start"
import { Button } from "@/components/ui/button"
import { Card, CardHead } from "@/components/ui/card"
import { Page } from "@/components/ui/page"
import { displayCkb } from "@/lib/client/format"
import { getConfig } from "@/lib/runtime"
import { PayForm } from "./pay-form"
import { SmallAmounts } from "./small-amounts"
import { Terms } from "./terms"

const MORE_LINK = "inline-flex min-h-11 items-center gap-1 font-medium text-accent-ink hover:underline"
const STEP_ICONS = [PenLine, ListChecks, Wallet]
const POINT_ICONS = [Signature, FileCheck2, Send]

export async function Landing() {
  const t = await getTexts(LANDING)
  const { footer: site } = await getTexts(SITE)
  const config = getConfig()
  return (
    <Page>
      <div className="grid grid-cols-1 items-center gap-12 lg:grid-cols-[3fr_2fr]">
        <section>
          <h1 className="text-4xl font-semibold leading-tight tracking-tight text-balance sm:text-5xl sm:leading-tight">
            {t.title}
          </h1>
          <p className="mt-4 max-w-2xl text-lg leading-8 text-muted text-pretty">{t.intro}</p>
          <div className="mt-8 flex flex-wrap gap-3">
            <Button asChild>
              <a href="#pay">{t.start.pay}</a>
            </Button>
            <Button asChild variant="secondary">
              <Link href="/receiver">{t.start.receive}</Link>
            </Button>
          </div>
        </section>
        <SmallAmounts />
      </div>

      <section className="mt-20" aria-labelledby="steps-title">
        <h2 id="steps-title" className="text-2xl font-semibold">
          {t.stepsTitle}
        </h2>
        <ol className="mt-8 grid grid-cols-1 gap-10 md:grid-cols-3">
          {t.steps.map((step, index) => (
            <li key={step.title}>
              <Mark icon={STEP_ICONS[index]} />
              <h3 className="mt-4 font-semibold">{step.title}</h3>
              <p className="mt-2 leading-7 text-muted">
                {typeof step.text === "string" ? step.text : step.text(displayCkb(config.minWithdrawal))}
              </p>
            </li>
          ))}
        </ol>
      </section>

      <div className="mt-20 grid grid-cols-1 items-start gap-6 lg:grid-cols-2">
        <Card aria-labelledby="pay-title" id="pay">
          <CardHead id="pay-title" title={t.pay.title} description={t.pay.text} />
          <PayForm />
        </Card>
        <Card aria-labelledby="receive-title" id="receive">
          <CardHead id="receive-title" title={t.receive.title} description={t.receive.text} />
          <ReceiverStart />
        </Card>
      </div>

      <Terms config={config} t={t.terms} site={site} />

      <section className="mt-20" aria-labelledby="points-title">
        <h2 id="points-title" className="text-2xl font-semibold">
          {t.pointsTitle}
        </h2>
        <ul className="mt-8 grid grid-cols-1 gap-10 md:grid-cols-3">
          {t.points.map((point, index) => (
            <li key={point.title}>
              <Mark icon={POINT_ICONS[index]} />
              <h3 className="mt-4 font-semibold">{point.title}</h3>
              <p className="mt-2 leading-7 text-muted">{point.text}</p>
            </li>
          ))}
        </ul>
      </section>

      <section
        className="mt-20 flex flex-wrap items-center justify-between gap-x-8 gap-y-4 rounded-2xl bg-sunken p-6 sm:p-8"
        aria-labelledby="more-title"
      >
        <div>
          <h2 id="more-title" className="text-lg font-semibold">
            {t.more.title}
          </h2>
          <p className="mt-1 text-muted">{t.more.text}</p>
        </div>
        <Link href="/developers" className={MORE_LINK}>
          {t.more.developers}
          <ArrowRight aria-hidden className="size-4" />
        </Link>
      </section>
    </Page>
  )
}

function Mark({ icon: Icon }: { icon: typeof Wallet | undefined }) {
  return (
    <span
      aria-hidden
      className="inline-flex size-11 items-center justify-center rounded-xl bg-accent-soft text-accent-ink"
    >
      {Icon ? <Icon className="size-5" /> : null}
    </span>
  )
}
