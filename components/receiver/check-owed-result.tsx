"use client"

import { CircleCheck, Download } from "lucide-react"
import { useEffect, useState } from "react"
import { OWED_CHECK } from "@/components/messages/owed-check"
import { useTexts } from "@/components/messages/provider"
import { Button } from "@/components/ui/button"
import { exact } from "@/components/ui/exact-text"
import { Notice } from "@/components/ui/notice"
import { displayCkb } from "@/lib/client/format"
import { SOLVENCY_PATH } from "@/lib/client/paths"
import type { AuditResult, EpochJson, FaultCode, Yours } from "@/packages/audit/src"
import { evidenceText } from "@/packages/audit/src/evidence"
import { outcomeOf } from "@/packages/audit/src/line"

/** Something that was not done, and does not show that anybody lies. */
const UNDONE: readonly FaultCode[] = ["STALE", "ANCHOR_MISSING"]

const blockOf = ({ block_number: block }: EpochJson) => block.toLocaleString("en")

interface ResultProps {
  address: string
  /** the address of the node that was asked; null: this site's */
  node: string | null
  result: AuditResult
}

/** What has come of a check, the worst first. */
export function CheckOwedResult({ address, node, result }: ResultProps) {
  const { faults, unchecked, epoch, yours, isAnchored, anchored } = result
  return (
    <>
      {faults.length > 0 ? <Wrong address={address} node={node} result={result} /> : null}
      {unchecked.length > 0 ? <Partly unchecked={unchecked} /> : null}
      {outcomeOf(result) === "covered" && epoch && yours ? (
        <Good epoch={epoch} yours={yours} isAnchored={isAnchored} anchored={anchored} node={node} />
      ) : null}
    </>
  )
}

interface GoodProps {
  epoch: EpochJson
  yours: Yours
  isAnchored: boolean
  /** the newest one that is on the chain */
  anchored: EpochJson | undefined
  node: string | null
}

function Good({ epoch, yours, isAnchored, anchored, node }: GoodProps) {
  const t = useTexts(OWED_CHECK).good
  const block = blockOf(epoch)
  const holdsMore = BigInt(epoch.held) > BigInt(epoch.owed)
  const more = [
    ...(yours.owed > yours.byChain ? [t.inProof(displayCkb(yours.owed))] : []),
    ...(yours.refunded > 0n ? [t.refunds(displayCkb(yours.refunded))] : []),
    t.since((epoch.block_number + epoch.every).toLocaleString("en")),
    ...(isAnchored ? [] : [t.notAnchored]),
    ...(!isAnchored && anchored ? [t.anchored(blockOf(anchored))] : []),
  ]
  return (
    <div
      role="status"
      className="flex gap-3 rounded-xl bg-accent-soft p-4 text-accent-ink"
      data-testid="owed-check-good"
    >
      <CircleCheck aria-hidden className="mt-0.5 size-5 shrink-0" />
      <div className="min-w-0 space-y-2">
        <div className="font-semibold" data-testid="owed-check-sentence">
          <p>{exact(yours.owed > 0n ? t.title(displayCkb(yours.byChain), block) : t.nothing(block))}</p>
          <p>{holdsMore ? t.more : t.exactly}</p>
        </div>
        <div className="space-y-2 text-sm leading-6">
          {more.map((text) => (
            <p key={text}>{exact(text)}</p>
          ))}
          <p>{node === null ? t.thisSite : t.otherNode(new URL(node).host)}</p>
          <p>
            <a href={`${SOLVENCY_PATH}#check`} className="font-medium underline">
              {t.command}
            </a>
          </p>
        </div>
      </div>
    </div>
  )
}

function Wrong({ address, node, result }: ResultProps) {
  const texts = useTexts(OWED_CHECK)
  const t = texts.wrong
  const file = useEvidence({ address, node, result })
  const isUndone = result.faults.every(({ code }) => UNDONE.includes(code))
  const download = file ? (
    <Button asChild variant="secondary">
      <a href={file} download="fraud.json" data-testid="fraud-file">
        <Download aria-hidden className="size-5" />
        {t.download}
      </a>
    </Button>
  ) : null
  return (
    <Notice
      tone={isUndone ? "warn" : "danger"}
      title={isUndone ? t.undone : t.title}
      action={download}
      testId="owed-check-wrong"
    >
      <ul className="list-disc space-y-1 pl-5">
        {counted(result.faults.map(({ code }) => code)).map(([code, count]) => (
          <li key={code} data-fault={code}>
            {t.times(texts.faults[code], count.toLocaleString("en"))}
          </li>
        ))}
      </ul>
      <p>{t.text}</p>
    </Notice>
  )
}

function Partly({ unchecked }: Pick<AuditResult, "unchecked">) {
  const t = useTexts(OWED_CHECK)
  return (
    <Notice tone="warn" title={t.partly.title} testId="owed-check-partly">
      <ul className="list-disc space-y-1 pl-5">
        {counted(unchecked.map(({ code }) => code)).map(([code]) => (
          <li key={code} data-unchecked={code}>
            {t.unchecked[code]}
          </li>
        ))}
      </ul>
    </Notice>
  )
}

/** Each once, in the order in which they came, with how often they did. */
function counted<Code>(codes: readonly Code[]): [Code, number][] {
  const counts = new Map<Code, number>()
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1)
  return [...counts]
}

/** The address of the file with what is wrong, which this page makes, for as long as it shows it. */
function useEvidence({ address, node, result }: ResultProps): string | undefined {
  const [url, setUrl] = useState<string>()
  useEffect(() => {
    const { origin } = window.location
    const about = { address, platform: origin, node: node ?? `${origin}/api/rpc` }
    const text = evidenceText(result, about)
    const made = URL.createObjectURL(new Blob([text], { type: "application/json" }))
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [address, node, result])
  return url
}
