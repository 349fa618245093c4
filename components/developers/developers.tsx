import { ArrowRight } from "lucide-react"
import Link from "next/link"
import { DEVELOPERS } from "@/components/messages/developers"
import { getTexts } from "@/components/messages/server"
import { CodeBlock, Prose } from "@/components/ui/code"
import { Page } from "@/components/ui/page"

const MORE_LINK = "inline-flex min-h-11 items-center gap-1 font-medium text-accent-ink hover:underline"

interface DevelopersProps {
  /** where this installation is reached, such as https://pay.example */
  origin: string
  isDevnet: boolean
  /** the program that pays by itself */
  example: string
}

/** How to begin, for who builds on the API: enough to take a first payment, and where the rest is. */
export async function Developers({ origin, isDevnet, example }: DevelopersProps) {
  const t = await getTexts(DEVELOPERS)
  return (
    <Page className="max-w-3xl space-y-12">
      <section>
        <h1 className="text-3xl font-semibold">{t.title}</h1>
        <p className="mt-4 text-lg leading-8 text-muted">
          <Prose text={t.intro} />
        </p>
        <Link href="/docs" prefetch={false} className={`mt-2 ${MORE_LINK}`}>
          {t.reference}
          <ArrowRight aria-hidden className="size-4" />
        </Link>
      </section>
      <Part id="link" title={t.link.title} text={t.link.text}>
        <CodeBlock text={`${origin}/pay?to=ADDRESS&amount=2.5&note=Order+77`} copyLabel={t.copy} />
        <Text text={t.link.more} />
      </Part>
      <Part id="api" title={t.api.title} text={t.api.text}>
        <CodeBlock text={curlLines(origin)} copyLabel={t.copy} />
        <Text text={t.api.wait} />
        {isDevnet ? <Text text={t.api.devnet} /> : null}
      </Part>
      <Part id="sign" title={t.sign.title} text={t.sign.text}>
        <CodeBlock text={example.trim()} copyLabel={t.copy} />
        <h3 className="pt-2 font-semibold">{t.sign.others}</h3>
        <Lines ordered lines={t.sign.steps} />
      </Part>
      <Part id="retry" title={t.retry.title}>
        <Lines lines={t.retry.lines} />
      </Part>
      <Part id="operator" title={t.operator.title} text={t.operator.text}>
        <Link href="/admin" prefetch={false} className={MORE_LINK}>
          {t.operator.link}
          <ArrowRight aria-hidden className="size-4" />
        </Link>
      </Part>
    </Page>
  )
}

function curlLines(origin: string): string {
  return `A=${origin}/api
post() { curl -s -w '\\n' -H 'content-type: application/json' "$A/$1" -d "$2"; }

post payment/prepare '{"sender":"SENDER","receiver":"ADDRESS","amount":"200000000"}'
# Sign "raw_tx", then:
post payment/transfer '{"payment_id":ID,"client_secret":"SECRET","raw_tx":"0x…"}'
curl -sN -H 'X-Client-Secret: SECRET' "$A/payment/ID/events"`
}

interface PartProps {
  id: string
  title: string
  text?: string
  children: React.ReactNode
}

function Part({ id, title, text, children }: PartProps) {
  return (
    <section id={id} aria-labelledby={`${id}-title`} className="space-y-4">
      <h2 id={`${id}-title`} className="text-2xl font-semibold">
        {title}
      </h2>
      {text ? <Text text={text} /> : null}
      {children}
    </section>
  )
}

function Text({ text }: { text: string }) {
  return (
    <p className="leading-7 text-muted">
      <Prose text={text} />
    </p>
  )
}

function Lines({ lines, ordered }: { lines: readonly string[]; ordered?: boolean }) {
  const List = ordered ? "ol" : "ul"
  return (
    <List className={`space-y-2 pl-5 leading-7 text-muted ${ordered ? "list-decimal" : "list-disc"}`}>
      {lines.map((line) => (
        <li key={line}>
          <Prose text={line} />
        </li>
      ))}
    </List>
  )
}
