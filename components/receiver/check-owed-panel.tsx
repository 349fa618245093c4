"use client"

import { useEffect, useRef } from "react"
import { OWED_CHECK } from "@/components/messages/owed-check"
import { useTexts } from "@/components/messages/provider"
import { NodeSelect } from "@/components/node/node-select"
import { Button } from "@/components/ui/button"
import { Fold } from "@/components/ui/fold"
import { Notice } from "@/components/ui/notice"
import { ProgressBar } from "@/components/ui/progress-bar"
import { useChosenNode } from "@/lib/client/chosen-node"
import { useConfig } from "@/lib/client/queries"
import { type Progress, STEPS } from "@/packages/audit/src/progress"
import { CheckOwedResult } from "./check-owed-result"
import { useOwedCheck } from "./use-owed-check"

/** The check as it goes on, and what has come of it. */
export default function CheckOwedPanel({ address, close }: { address: string; close: () => void }) {
  const t = useTexts(OWED_CHECK)
  const site = useConfig().data
  const node = useChosenNode()
  const [state, again] = useOwedCheck(address, node, site)
  const title = useRef<HTMLHeadingElement>(null)
  // Also when it opens: the button that was pressed has gone.
  useEffect(() => {
    if (state.kind) title.current?.focus()
  }, [state.kind])
  return (
    <section className="mt-6 border-t border-line pt-6" aria-labelledby="check-owed-title" data-testid="owed-check">
      <h2 ref={title} tabIndex={-1} id="check-owed-title" className="text-lg font-semibold">
        {t.title}
      </h2>
      {state.kind === "running" ? (
        <Running progress={state.progress} cancel={close} />
      ) : (
        <div className="mt-4 space-y-4">
          {state.kind === "done" ? (
            <CheckOwedResult address={address} node={node} result={state.result} />
          ) : (
            <Notice tone="warn" title={t.failed.title} testId="owed-check-failed">
              <p>{t.failed.text}</p>
            </Notice>
          )}
          <Button variant="secondary" onClick={again} data-testid="owed-check-again">
            {t.again}
          </Button>
          <Fold title={t.node} className="border-t border-line" data-testid="owed-check-node">
            <p className="mb-4 text-muted">{t.nodeText}</p>
            <NodeSelect genesis={site?.genesis_hash ?? null} />
          </Fold>
        </div>
      )}
    </section>
  )
}

function Running({ progress, cancel }: { progress: Progress | undefined; cancel: () => void }) {
  const t = useTexts(OWED_CHECK)
  return (
    <>
      <p className="mt-1 text-sm text-muted">{t.text}</p>
      <ProgressBar
        className="mt-4"
        label={t.progress}
        done={BigInt(progress ? STEPS.indexOf(progress.step) : 0)}
        whole={BigInt(STEPS.length)}
        text={progressText(t, progress)}
        testId="owed-check-progress"
      />
      <Button variant="secondary" className="mt-4" onClick={cancel} data-testid="owed-check-cancel">
        {t.cancel}
      </Button>
    </>
  )
}

function progressText(t: (typeof OWED_CHECK)["en"], progress: Progress | undefined): string {
  if (!progress) return t.begins
  const { step, done } = progress
  const text = t.step(String(STEPS.indexOf(step) + 1), String(STEPS.length), t.steps[step])
  return step === "credits" ? `${text} · ${t.payments(done.toLocaleString("en"))}` : text
}
