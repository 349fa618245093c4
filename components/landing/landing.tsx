import { ArrowRight } from "lucide-react"
import Link from "next/link"
import { en } from "@/components/messages/en"
import { Card, CardHead } from "@/components/ui/card"
import { Page } from "@/components/ui/page"
import { PayForm } from "./pay-form"
import { ReceiverForm } from "./receiver-form"
import { StepThreshold } from "./step-threshold"

export function Landing() {
  const t = en.landing
  return (
    <Page>
      <section className="max-w-3xl">
        <h1 className="text-4xl font-semibold leading-tight tracking-tight text-balance sm:text-5xl">{t.title}</h1>
        <p className="mt-4 text-lg leading-8 text-muted text-pretty">{t.intro}</p>
      </section>

      <div className="mt-10 grid items-start gap-6 lg:grid-cols-2">
        <Card aria-labelledby="pay-title">
          <CardHead id="pay-title" title={t.pay.title} description={t.pay.text} />
          <PayForm />
        </Card>
        <Card aria-labelledby="receive-title">
          <CardHead id="receive-title" title={t.receive.title} description={t.receive.text} />
          <ReceiverForm />
        </Card>
      </div>

      <section className="mt-16" aria-labelledby="steps-title">
        <h2 id="steps-title" className="text-2xl font-semibold">
          {t.stepsTitle}
        </h2>
        <ol className="mt-6 grid gap-8 md:grid-cols-3">
          {t.steps.map((step, index) => (
            <li key={step.title} className="border-t-2 border-accent pt-4">
              <p className="text-sm font-semibold text-accent-ink tabular-nums">{index + 1}</p>
              <h3 className="mt-1 font-semibold">{step.title}</h3>
              <p className="mt-2 leading-7 text-muted">
                {typeof step.text === "string" ? step.text : <StepThreshold index={index} />}
              </p>
            </li>
          ))}
        </ol>
      </section>

      <section
        className="mt-16 flex flex-wrap items-center justify-between gap-4 border-t border-line pt-8"
        aria-labelledby="more-title"
      >
        <div>
          <h2 id="more-title" className="font-semibold">
            {t.more.title}
          </h2>
          <p className="mt-1 text-muted">{t.more.text}</p>
        </div>
        <nav className="flex flex-wrap gap-x-6">
          <MoreLink href="/api/openapi.json">{t.more.api}</MoreLink>
          <MoreLink href="/admin">{t.more.admin}</MoreLink>
        </nav>
      </section>
    </Page>
  )
}

function MoreLink({ href, children }: { href: string; children: React.ReactNode }) {
  return (
    <Link
      href={href}
      prefetch={false}
      className="inline-flex min-h-11 items-center gap-1 font-medium text-accent-ink hover:underline"
    >
      {children}
      <ArrowRight aria-hidden className="size-4" />
    </Link>
  )
}
