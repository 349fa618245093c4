import { ArrowLeft } from "lucide-react"
import { marked, type Token } from "marked"
import Link from "next/link"
import { DEVELOPERS } from "@/components/messages/developers"
import { getTexts } from "@/components/messages/server"
import { CodeBlock, Prose } from "@/components/ui/code"
import { Fold } from "@/components/ui/fold"
import { Page } from "@/components/ui/page"
import { STATUS_OF } from "@/lib/http/problem"
import { PROBLEM_MEANINGS, type ProblemCode } from "@/lib/http/problem-meanings"
import { EXAMPLE_LANGUAGES, type Guide, readExample } from "./guide"
import { InEnglish } from "./in-english"

/** A guide: prose as it stands in its file, and in place of each block `example` the programs that the tests run. */
export async function GuidePage({ guide }: { guide: Guide }) {
  const t = await getTexts(DEVELOPERS)
  return (
    <Page className="max-w-3xl space-y-6">
      <Link
        href="/docs"
        className="inline-flex min-h-11 items-center gap-1 font-medium text-accent-ink hover:underline"
      >
        <ArrowLeft aria-hidden className="size-4" />
        {t.docs.title}
      </Link>
      <InEnglish />
      <article lang="en" className="space-y-5">
        <h1 className="text-3xl font-semibold">{guide.title}</h1>
        {guide.tokens.map((token, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a file's parts stay in their order
          <Part key={index} token={token} copyLabel={t.copy} />
        ))}
      </article>
    </Page>
  )
}

function Part({ token, copyLabel }: { token: Token; copyLabel: string }) {
  if (token.type === "space") return null
  if (token.type !== "code") return <Text html={marked.parser([token])} />
  if (token.lang === "example") return <ExampleBlock name={token.text.trim()} copyLabel={copyLabel} />
  if (token.lang === "problems") return <Problems />
  return <CodeBlock text={token.text} copyLabel={copyLabel} />
}

/** Headings, paragraphs, lists and tables of our own files. */
function Text({ html }: { html: string }) {
  return (
    <div
      className="leading-7 text-muted [&_a]:text-accent-ink [&_a]:underline [&_code]:rounded-sm [&_code]:bg-sunken [&_code]:px-1 [&_code]:text-sm [&_code]:wrap-anywhere [&_h2]:pt-4 [&_h2]:text-2xl [&_h2]:font-semibold [&_h2]:text-ink [&_li]:my-1 [&_ol]:list-decimal [&_ol]:pl-5 [&_ul]:list-disc [&_ul]:pl-5"
      // biome-ignore lint/security/noDangerouslySetInnerHtml: made of this project's own files alone
      dangerouslySetInnerHTML={{ __html: html }}
    />
  )
}

function ExampleBlock({ name, copyLabel }: { name: string; copyLabel: string }) {
  const { programs, output } = readExample(name)
  return (
    <div className="space-y-2 rounded-xl border border-line p-3">
      {programs.map(({ language, text }, index) => (
        <Fold key={language} title={EXAMPLE_LANGUAGES[language]} open={index === 0}>
          <CodeBlock text={text} copyLabel={copyLabel} />
        </Fold>
      ))}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard (WCAG 2.1.1) */}
      <pre translate="no" tabIndex={0} className="overflow-x-auto border-line border-t p-3 text-sm leading-6">
        <samp>{output}</samp>
      </pre>
    </div>
  )
}

/** Every code that the API can answer, from the table that the API itself answers by. */
function Problems() {
  return (
    <dl className="space-y-4">
      {Object.entries(PROBLEM_MEANINGS).map(([code, { title, meaning }]) => (
        <div key={code} id={code}>
          <dt className="font-medium">
            <code translate="no" className="wrap-anywhere">
              {code}
            </code>{" "}
            <span className="text-muted">
              {STATUS_OF[code as ProblemCode]} · {title}
            </span>
          </dt>
          <dd className="mt-1 leading-7 text-muted">
            <Prose text={meaning} />
          </dd>
        </div>
      ))}
    </dl>
  )
}
