import { ArrowRight } from "lucide-react"
import Link from "next/link"
import { getMessages } from "@/components/messages/server"
import { ReceiverForm } from "@/components/receiver/receiver-form"
import { Card, CardHead } from "@/components/ui/card"
import { Page } from "@/components/ui/page"
import { PayForm } from "./pay-form"
import { StepThreshold } from "./step-threshold"

const MORE_LINK = "inline-flex min-h-11 items-center gap-1 font-medium text-accent-ink hover:underline"

export async function Landing() {
  const t = (await getMessages()).landing
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
        <div className="grid gap-6">
          <Card aria-labelledby="receive-title">
            <CardHead id="receive-title" title={t.receive.title} description={t.receive.text} />
            <ReceiverForm />
          </Card>
          <section className="px-6 sm:px-8" aria-labelledby="more-title">
            <h2 id="more-title" className="font-semibold">
              {t.more.title}
            </h2>
            <p className="mt-1 text-sm text-muted">{t.more.text}</p>
            <nav aria-labelledby="more-title" className="mt-1 flex flex-wrap gap-x-6">
              <a href="/api/openapi.json" className={MORE_LINK}>
                {t.more.api}
                <ArrowRight aria-hidden className="size-4" />
              </a>
              <Link href="/admin" prefetch={false} className={MORE_LINK}>
                {t.more.admin}
                <ArrowRight aria-hidden className="size-4" />
              </Link>
            </nav>
          </section>
        </div>
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
    </Page>
  )
}
