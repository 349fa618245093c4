"use client"

import { ADMIN } from "@/components/messages/admin"
import { useTexts } from "@/components/messages/provider"
import { Amount } from "@/components/ui/amount"
import { ExactTime } from "@/components/ui/exact-time"
import { Shortened } from "@/components/ui/shortened"
import { call } from "@/lib/client/call"
import { displayCkb } from "@/lib/client/format"
import { useAwaiting } from "@/lib/client/operator-queries"
import { useSession } from "@/lib/client/queries"
import type { AwaitingJson } from "@/lib/http/api/approval"
import { actorName } from "./actor-name"
import { Confirm } from "./confirm"
import { ConfirmPlan } from "./confirm-plan"
import { May } from "./may"
import { TakeBack } from "./take-back"
import { Whom } from "./whom"

type Proposal = AwaitingJson["proposals"][number]

/** What one operator has proposed and another must confirm; nothing is shown while there is nothing. */
export function ProposalsSection() {
  const t = useTexts(ADMIN).proposals
  const proposals = useAwaiting().data?.proposals ?? []
  if (proposals.length === 0) return null
  return (
    <section aria-labelledby="proposals-title" data-testid="section-proposals">
      <h2 id="proposals-title" className="mb-4 text-lg font-semibold">
        {t.title}
      </h2>
      <ul className="space-y-3">
        {proposals.map((proposal) => (
          <li
            key={proposal.id}
            data-testid="proposal"
            data-id={proposal.id}
            className="space-y-3 rounded-xl border border-line bg-surface p-4"
          >
            <Words proposal={proposal} />
            <Actions proposal={proposal} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function Words({ proposal }: { proposal: Proposal }) {
  const { proposals: t, approvals, audit } = useTexts(ADMIN)
  return (
    <div className="space-y-1">
      <p className="flex flex-wrap items-baseline justify-between gap-x-4">
        <strong className="font-semibold">{t.kinds[proposal.action]}</strong>
        <Amount shannons={proposal.amount} className="font-semibold" />
      </p>
      {proposal.recipient === null ? null : <Shortened text={proposal.recipient} label={approvals.receiver} />}
      <p className="text-sm text-muted wrap-anywhere">
        {t.by} {actorName(audit.actors, proposal.actor)} · {t.why}: {proposal.reason} · {approvals.until}{" "}
        <ExactTime time={proposal.expires_at} />
      </p>
    </div>
  )
}

function Actions({ proposal }: { proposal: Proposal }) {
  const t = useTexts(ADMIN).proposals
  const { data: session } = useSession()
  const isOwn = proposal.actor === `operator:${session?.name}`
  return (
    <div className="flex flex-wrap items-center gap-2">
      {isOwn ? (
        <p className="text-sm text-muted">{t.own}</p>
      ) : (
        <May needs="approve">
          <ConfirmProposal proposal={proposal} />
        </May>
      )}
      <TakeBack
        texts={t}
        act={(reason) => call("POST", "/api/proposal/{id}/withdraw", { params: { id: proposal.id }, body: { reason } })}
        testId="withdraw-proposal"
      />
    </div>
  )
}

/** Fees leave by a transaction, which is shown first. */
function ConfirmProposal({ proposal: { id, action, amount, recipient } }: { proposal: Proposal }) {
  const t = useTexts(ADMIN).proposals
  const path = "/api/proposal/{id}/confirm"
  const title = `${t.kinds[action]}: ${displayCkb(amount)} CKB`
  const typed = displayCkb(amount)
  if (action !== "withdraw_fees") {
    return (
      <Confirm
        open={t.confirm}
        title={title}
        effect={t.confirmEffect}
        typed={typed}
        submit={t.confirm}
        act={(reason) => call("POST", path, { params: { id }, body: { reason } })}
        testId="confirm-proposal"
      >
        <Whom receiver={recipient} amount={amount} />
      </Confirm>
    )
  }
  return (
    <ConfirmPlan
      open={t.confirm}
      title={title}
      effect={t.confirmEffect}
      plan={(body) => call("POST", "/api/fees/plan", { body })}
      run={(_, seen) => call("POST", path, { params: { id }, body: seen })}
      body={recipient === null ? undefined : { to: recipient, amount }}
      typed={typed}
      submit={t.confirm}
      testId="confirm-proposal"
    >
      <Whom receiver={recipient} amount={amount} />
    </ConfirmPlan>
  )
}
