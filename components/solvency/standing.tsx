"use client"

import { CircleAlert, CircleCheck } from "lucide-react"
import { useTexts } from "@/components/messages/provider"
import { SOLVENCY } from "@/components/messages/solvency"
import { Amount } from "@/components/ui/amount"
import { Card } from "@/components/ui/card"
import { cx } from "@/components/ui/cx"
import { Detail, DetailList } from "@/components/ui/detail-list"
import { exact } from "@/components/ui/exact-text"
import { LocalTime } from "@/components/ui/local-time"
import { Shortened } from "@/components/ui/shortened"
import { TransactionHash } from "@/components/ui/transaction-hash"
import { displayCkb } from "@/lib/client/format"
import type { Epoch } from "@/lib/client/types"
import { mostReceivers } from "@/lib/proof/liabilities"
import { grouped } from "./grouped"

const WHEN = { dateStyle: "medium", timeStyle: "long" } as const

/** The oldest proof. */
export interface Since {
  block: number
  time: string
}

interface StandingProps {
  /** a proof is due every so many blocks; 0: never */
  every: number
  since: Since | undefined
  newest: Epoch
  /** newest first */
  epochs: Epoch[]
  explorer: string | null | undefined
}

/** What is owed and held by the newest proof, and the facts by which it can be looked up. */
export function Standing({ newest, epochs, every, since, explorer }: StandingProps) {
  const t = useTexts(SOLVENCY)
  return (
    <Card aria-labelledby="standing-title" data-testid="standing">
      <Verdict epoch={newest} />
      <div className="mt-8 grid grid-cols-1 gap-8 sm:grid-cols-2">
        <Figure
          name={t.owed}
          shannons={newest.owed}
          text={newest.owed === "0" ? t.toNobody : t.toPeople(grouped(mostReceivers(newest.leaves)))}
          testId="solvency-owed"
        />
        <Figure name={t.held} shannons={newest.held} text={t.inCells(grouped(newest.cells))} testId="solvency-held" />
      </div>
      <DetailList label={t.facts} className="mt-8 border-t border-line pt-2">
        <Detail name={t.block}>{grouped(newest.block_number)}</Detail>
        <Detail name={t.time}>
          <LocalTime time={newest.created_at} format={WHEN} />
        </Detail>
        <Detail name={t.every}>
          {[
            t.everyBlocks(grouped(newest.every)),
            ...(every === 0 ? [] : [t.next(grouped(nextBlock(newest, every)))]),
          ].join(" · ")}
        </Detail>
        {since ? (
          <Detail name={t.since}>
            {t.sinceBlock(grouped(since.block))} · <LocalTime time={since.time} format={WHEN} />
          </Detail>
        ) : null}
        <Detail name={t.hash}>
          <Shortened text={newest.hash} label={t.hash} copyLabel={t.copyHash} testId="solvency-hash" />
        </Detail>
        <Anchored epochs={epochs} explorer={explorer} />
      </DetailList>
    </Card>
  )
}

function nextBlock({ block_number: block }: Epoch, every: number): number {
  return block + every - (block % every)
}

/** In words and with a mark: colour never says it alone. */
function Verdict({ epoch }: { epoch: Epoch }) {
  const t = useTexts(SOLVENCY)
  const block = grouped(epoch.block_number)
  const more = BigInt(epoch.held) - BigInt(epoch.owed)
  const isShort = more < 0n
  const Icon = isShort ? CircleAlert : CircleCheck
  return (
    <div className="flex gap-4" data-testid="verdict" data-covered={!isShort}>
      <span
        aria-hidden
        className={cx(
          "inline-flex size-11 shrink-0 items-center justify-center rounded-xl",
          isShort ? "bg-danger-soft text-danger-ink" : "bg-accent-soft text-accent-ink",
        )}
      >
        <Icon className="size-6" />
      </span>
      <div className="min-w-0">
        <h2
          id="standing-title"
          className={cx("text-xl font-semibold", isShort ? "text-danger-ink" : "text-accent-ink")}
        >
          {isShort ? t.short.title : t.covered.title}
        </h2>
        <p className="mt-1">{exact(verdictText(t, block, more))}</p>
      </div>
    </div>
  )
}

/** @param more shannons that are held beyond what is owed */
function verdictText({ covered, short }: (typeof SOLVENCY)["en"], block: string, more: bigint): string {
  if (more < 0n) return short.text(block, displayCkb(-more))
  return more > 0n ? covered.more(block, displayCkb(more)) : covered.exactly(block)
}

function Figure({ name, shannons, text, testId }: { name: string; shannons: string; text: string; testId: string }) {
  return (
    <div className="min-w-0">
      <p className="text-sm font-medium text-muted">{name}</p>
      <p className="mt-1 text-3xl font-semibold tracking-tight sm:text-4xl">
        <Amount large shannons={shannons} unitClassName="text-lg font-medium text-muted" testId={testId} />
      </p>
      <p className="mt-1 text-sm text-muted">{text}</p>
    </div>
  )
}

/** The newest proof whose hash is on the chain; all before it hang on it. */
function Anchored({ epochs, explorer }: Pick<StandingProps, "epochs" | "explorer">) {
  const t = useTexts(SOLVENCY)
  const epoch = epochs.find(({ anchor }) => anchor !== null)
  return (
    <Detail name={t.anchor}>
      {epoch?.anchor ? (
        <>
          <TransactionHash
            hash={epoch.anchor.tx_hash}
            label={t.anchorHash}
            copyLabel={t.copyAnchorHash}
            explorer={explorer}
            testId="solvency-anchor"
          />
          <span className="block">
            {t.anchorOf(grouped(epoch.block_number))} · {t.anchorStates[epoch.anchor.status]}
          </span>
        </>
      ) : (
        t.anchorNone
      )}
      <span className="block text-muted">{t.anchorHourly}</span>
    </Detail>
  )
}
