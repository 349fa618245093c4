"use client"

import { CircleAlert, CircleCheck, LoaderCircle, TriangleAlert } from "lucide-react"
import { PROOF } from "@/components/messages/proof"
import { useMessages, useTexts } from "@/components/messages/provider"
import { Amount } from "@/components/ui/amount"
import { cx } from "@/components/ui/cx"
import { exact } from "@/components/ui/exact-text"
import { ExactTime } from "@/components/ui/exact-time"
import { Shortened } from "@/components/ui/shortened"
import { useTitle } from "@/components/ui/use-title"
import { displayCkb } from "@/lib/client/format"
import type { Config } from "@/lib/client/types"
import type { ProvableReceipt } from "@/lib/proof/receipt"
import type { Proven } from "@/lib/proof/verify"
import { depthNeeded, type Outcome } from "./judge"
import { useNetworkName } from "./use-network-name"
import type { useProof } from "./use-proof"

const TONES = {
  good: { look: "bg-accent-soft text-accent-ink", Icon: CircleCheck },
  warn: { look: "bg-warn-soft text-warn-ink", Icon: TriangleAlert },
  bad: { look: "bg-danger-soft text-danger-ink", Icon: CircleAlert },
  none: { look: "bg-sunken text-ink", Icon: LoaderCircle },
} as const

/** What is not right, and may still be: the node is the wrong one, or it is too early. */
const MAY_BE_RIGHT: readonly Outcome[] = ["SHALLOW", "OTHER_PLATFORM", "NOT_COMMITTED", "OTHER_CHAIN", "HASH_DIFFERS"]

interface ResultProps {
  receipt: ProvableReceipt
  site: Config | undefined
  proof: ReturnType<typeof useProof>
}

/** The one thing that somebody came for, in words and in colour. */
export function Result({ receipt, site, proof }: ResultProps) {
  const t = useTexts(PROOF)
  const { data, outcome, isError } = proof
  const { title, text, tone } = useWords(receipt, site, proof)
  const { look, Icon } = TONES[tone]
  useTitle(title)
  return (
    <section
      role={tone === "bad" ? "alert" : "status"}
      data-testid="result"
      data-outcome={outcome ?? (isError ? "NO_ANSWER" : "CHECKING")}
      className={cx("rounded-2xl p-6 sm:p-8", look)}
    >
      <h2 className="flex gap-3 text-xl font-semibold">
        <Icon aria-hidden className={cx("mt-0.5 size-6 shrink-0", tone === "none" && "motion-safe:animate-spin")} />
        <span>{title}</span>
      </h2>
      {data?.ok ? <Paid receipt={receipt} proven={data} /> : null}
      {text ? <p className="mt-3 leading-6">{exact(text)}</p> : null}
      {outcome === "PROVEN" ? <p className="mt-2 text-sm">{t.proven.later}</p> : null}
    </section>
  )
}

/**
 * What the payee got: whoever pays may give a part to somebody else, themselves among them, and only the payee's own
 * share is what a shop was paid.
 */
function Paid({ receipt: { shares }, proven }: { receipt: ProvableReceipt; proven: Proven }) {
  const t = useTexts(PROOF).proven
  const { payee } = useMessages().checkout
  const to = shares.find(({ kind }) => kind === "receiver")
  return (
    <div className="mt-4">
      <p className="text-4xl font-semibold tracking-tight">
        <Amount large shannons={to?.amount ?? 0n} unitClassName="text-xl font-medium" testId="proven-amount" />
      </p>
      {to ? (
        <p className="mt-1">
          {t.to} <Shortened text={to.address} label={payee} />
        </p>
      ) : null}
      <p className="mt-1">{exact(t.ofAll(displayCkb(proven.amount)))}</p>
      <p className="mt-1">
        <ExactTime time={proven.blockTime.toISOString()} />
      </p>
    </div>
  )
}

function toneOf(outcome: Outcome): keyof typeof TONES {
  if (outcome === "PROVEN") return "good"
  return MAY_BE_RIGHT.includes(outcome) ? "warn" : "bad"
}

function useWords(
  { genesis_hash, ...receipt }: ProvableReceipt,
  site: Config | undefined,
  proof: ResultProps["proof"],
) {
  const t = useTexts(PROOF)
  const chain = useNetworkName(genesis_hash, site)
  const { data, outcome, isError } = proof
  if (outcome === undefined) {
    if (isError) return { ...t.noAnswer, tone: "warn" as const }
    return { title: t.checking, text: null, tone: "none" as const }
  }
  const tone = toneOf(outcome)
  if (outcome === "PROVEN") return { ...t.proven, tone }
  if (outcome === "OTHER_PLATFORM") return { ...t.otherPlatform, tone }
  if (outcome === "SHALLOW") {
    const depth = data?.ok ? data.depth.toString() : ""
    const needed = depthNeeded({ genesis_hash, ...receipt }, site).toString()
    return { title: t.shallow.title, text: t.shallow.text(depth, needed), tone }
  }
  const { title, text } = t.failures[outcome]
  return { title, text: typeof text === "string" ? text : text(chain), tone }
}
