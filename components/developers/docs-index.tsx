import { ArrowRight } from "lucide-react"
import Link from "next/link"
import { DEVELOPERS } from "@/components/messages/developers"
import { getTexts } from "@/components/messages/server"
import { Page } from "@/components/ui/page"
import type { Guide } from "./guide"
import { InEnglish } from "./in-english"

const MORE_LINK = "inline-flex min-h-11 items-center gap-1 font-medium text-accent-ink hover:underline"

/** The guides, each with what one has done at its end, and the way to the reference. */
export async function DocsIndex({ guides }: { guides: Guide[] }) {
  const t = await getTexts(DEVELOPERS)
  return (
    <Page className="max-w-3xl space-y-10">
      <section>
        <h1 className="text-3xl font-semibold">{t.docs.title}</h1>
        <p className="mt-4 text-lg leading-8 text-muted">{t.docs.intro}</p>
      </section>
      <section aria-labelledby="guides" className="space-y-4">
        <h2 id="guides" className="text-2xl font-semibold">
          {t.docs.guides}
        </h2>
        <InEnglish />
        <ol lang="en" className="space-y-2">
          {guides.map(({ name, title, lead }) => (
            <li key={name}>
              <Link
                href={`/docs/${name}`}
                prefetch={false}
                className="block rounded-xl border border-line p-4 hover:bg-sunken"
              >
                <span className="font-medium">{title}</span>
                <span className="mt-1 block text-muted text-sm leading-6">{lead}</span>
              </Link>
            </li>
          ))}
        </ol>
      </section>
      <section aria-labelledby="reference" className="space-y-2">
        <h2 id="reference" className="text-2xl font-semibold">
          {t.docs.reference}
        </h2>
        <p className="leading-7 text-muted">{t.docs.referenceText}</p>
        <ul>
          <li>
            {/* A load of its own: the renderer comes with this page alone. */}
            <Link href="/docs/reference" prefetch={false} className={MORE_LINK}>
              {t.docs.openReference}
              <ArrowRight aria-hidden className="size-4" />
            </Link>
          </li>
          <li>
            <a href="/api/openapi.json" className={MORE_LINK}>
              {t.docs.openApi}
              <ArrowRight aria-hidden className="size-4" />
            </a>
          </li>
        </ul>
      </section>
    </Page>
  )
}
