/**
 * The operator's commands, each after `npm run operator --`. What one does is written to the audit log with its reason.
 *
 *   pause prepare|settlement|all --reason "…"
 *   pauses
 *   resume ID --reason "…"
 *   end payment|settlement|operation ID --reason "…"       ends a signed transaction that does not commit
 *   approvals                                              payouts above the limits, which wait
 *   approve --to ADDRESS --amount CKB --reason "…"         lets one payout pass, of this amount at most
 *   raise-day-limit --amount CKB --reason "…"              for the next 24 hours
 *   withdraw-approval ID --reason "…"                      takes back one that no payout has used
 *   proposals                                              what one operator has proposed and another must confirm
 *   confirm ID --reason "…" [--yes]                        the command line counts as one more person
 *   withdraw-proposal ID --reason "…"
 *   fees                                                   what was earned, and what of it may leave
 *   withdraw-fees --to ADDRESS --amount CKB --reason "…" [--yes]
 *   list                                                   who may sign in
 *   add NAME --role operate --role approve --reason "…"
 *   roles NAME --role look --reason "…"
 *   disable|enable|password|reset-totp NAME --reason "…"   reset-totp: for a lost phone
 */

import { parseArgs } from "node:util"
import type { CommandActor } from "@/lib/actor"
import type { Context } from "@/lib/context"
import { feeBalance } from "@/lib/ledger/fees"
import { formatCkb, parseCkb, type Shannons } from "@/lib/money"
import { approvePayout, openApprovals, raiseDayLimit, withdrawApproval } from "@/lib/operator/approve-payout"
import { confirmProposal } from "@/lib/operator/confirm-proposal"
import { endTransaction } from "@/lib/operator/end-transaction"
import { describe, findProposal, openProposals, withdrawProposal } from "@/lib/operator/four-eyes"
import { pauseByOperator, resume } from "@/lib/operator/pause-and-resume"
import { openPauses } from "@/lib/operator/query"
import { planFeeWithdrawal, withdrawFees } from "@/lib/operator/withdraw-fees"
import { PAUSE_SCOPES } from "@/lib/pause-scopes"
import { awaitingApproval } from "@/lib/settlement/payable"
import { catchUp } from "@/lib/tracking/follow"
import { OWNER_KINDS, ownerOf } from "@/lib/transaction/owner"
import { agreed, explainPlan, runWithContext, say } from "./command-context"
import { ACCOUNT_COMMANDS, manageAccount, showAccounts } from "./operator-accounts"

const USAGE =
  'Say one of: pause prepare|settlement|all --reason "…"; pauses; resume ID --reason "…"; end payment|settlement|operation ID --reason "…"; approvals; approve --to ADDRESS --amount CKB --reason "…"; raise-day-limit --amount CKB --reason "…"; withdraw-approval ID --reason "…"; proposals; confirm ID --reason "…"; withdraw-proposal ID --reason "…"; fees; withdraw-fees --to ADDRESS --amount CKB --reason "…"; list; add|roles NAME --role ROLE --reason "…"; disable|enable|password|reset-totp NAME --reason "…".'

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    reason: { type: "string" },
    to: { type: "string" },
    amount: { type: "string" },
    role: { type: "string", multiple: true, default: [] },
    yes: { type: "boolean", default: false },
  },
})

await runWithContext(async (ctx) => {
  const [command, first, second] = positionals
  if (command === "pauses") return list(ctx)
  if (command === "fees") return showFees(ctx)
  if (command === "approvals") return listAwaiting(ctx)
  if (command === "proposals") return listProposals(ctx)
  if (command === "list") return showAccounts(ctx)
  const reason = values.reason?.trim() ?? ""
  if (reason === "") throw new Error(`Say why, with --reason "…": it goes into the audit log. ${USAGE}`)
  if (command === "pause") {
    const scope = PAUSE_SCOPES.find((known) => known === first)
    if (!scope) throw new Error(USAGE)
    await pauseByOperator(ctx, { scope, reason })
    return say(`Paused: ${scope}. What is signed already goes on.`)
  }
  if (command === "resume") {
    await resume(ctx, { id: idOf(first), reason })
    return say("Resumed. An alarm whose cause remains will pause again.")
  }
  if (command === "end") {
    const kind = OWNER_KINDS.find((known) => known === (first === "operation" ? "pool_operation" : first))
    if (!kind) throw new Error(USAGE)
    const hash = await endTransaction(ctx, ownerOf({ kind, id: idOf(second) }), reason)
    return say(`Sent ${hash}, which spends the platform's cell. The chain now decides which of the two commits.`)
  }
  if (command === "approve") {
    const { to, amount } = transferOf(values)
    const decided = await approvePayout(ctx, { receiver: to, amount, reason })
    if (decided.status === "proposed") return sayProposed(decided.proposal)
    return say(
      `Approved: one payout of at most ${formatCkb(amount)} CKB, within seven days. The next settlement makes it.`,
    )
  }
  if (command === "raise-day-limit") {
    const amount = amountOf(values.amount)
    const decided = await raiseDayLimit(ctx, { amount, reason })
    if (decided.status === "proposed") return sayProposed(decided.proposal)
    return say(`${formatCkb(amount)} CKB more may be paid out in the next 24 hours.`)
  }
  if (command === "withdraw-approval") {
    await withdrawApproval(ctx, { id: idOf(first), reason })
    return say("Withdrawn.")
  }
  if (command === "withdraw-proposal") {
    await withdrawProposal(ctx, { id: idOf(first), reason })
    return say("Withdrawn.")
  }
  if (command === "confirm") return confirm(ctx, idOf(first), reason)
  if (command === "withdraw-fees") return withdraw(ctx, reason)
  const account = ACCOUNT_COMMANDS.find((known) => known === command)
  if (account && first) return manageAccount(ctx, account, { name: first, roles: values.role, reason })
  throw new Error(USAGE)
})

async function list(ctx: Context): Promise<void> {
  const open = await openPauses(ctx)
  if (open.length === 0) say("Nothing is paused.")
  for (const { id, scope, reason, detail, createdAt } of open) {
    say(`${id}  ${scope}  since ${createdAt.toISOString()}  ${reason}: ${detail}`)
  }
}

async function showFees(ctx: Context): Promise<void> {
  const { earned, withdrawn, networkFees, losses, withdrawable } = await feeBalance(ctx)
  say(`Earned by payments        ${formatCkb(earned)} CKB`)
  say(`Paid to the network       ${formatCkb(networkFees)} CKB`)
  say(`Lost                      ${formatCkb(losses)} CKB`)
  say(`Taken out before          ${formatCkb(withdrawn)} CKB`)
  say(`May leave now             ${formatCkb(withdrawable)} CKB, less the network fee`)
}

async function withdraw(ctx: Context<CommandActor>, reason: string): Promise<void> {
  const withdrawal = transferOf(values)
  await catchUp(ctx)
  const plan = await planFeeWithdrawal(ctx, withdrawal)
  explainPlan(plan)
  if (!(await agreed(values.yes))) return say("Nothing was done.")
  const expected = { inputs: plan.cells.map(({ id }) => id), txHash: plan.built.hash }
  const decided = await withdrawFees(ctx, withdrawal, expected, reason)
  if (decided.status === "proposed") return sayProposed(decided.proposal)
  say(
    `Sent ${decided.txHash}: ${formatCkb(withdrawal.amount)} CKB to ${withdrawal.to}. It is stored, and sent again until it is in a block.`,
  )
}

/** Says what would be done, asks, and does it. */
async function confirm(ctx: Context<CommandActor>, id: bigint, reason: string): Promise<void> {
  const { action, recipient, amount, actor, reason: theirs } = await findProposal(ctx, id)
  say(`${actor} proposes: ${describe({ action, recipient, amount })}, because: ${theirs}`)
  if (action !== "withdraw_fees" || recipient === null) {
    if (!(await agreed(values.yes))) return say("Nothing was done.")
    await confirmProposal(ctx, id, undefined, reason)
    return say("Done.")
  }
  await catchUp(ctx)
  const plan = await planFeeWithdrawal(ctx, { to: recipient, amount })
  explainPlan(plan)
  if (!(await agreed(values.yes))) return say("Nothing was done.")
  const expected = { inputs: plan.cells.map((cell) => cell.id), txHash: plan.built.hash }
  say(`Sent ${await confirmProposal(ctx, id, expected, reason)}. It is stored, and sent again until it is in a block.`)
}

async function listProposals(ctx: Context): Promise<void> {
  const open = await openProposals(ctx)
  if (open.length === 0) say("Nothing is proposed.")
  for (const proposal of open)
    say(
      `${proposal.id}  ${proposal.actor}  ${describe(proposal)}  until ${proposal.expiresAt.toISOString()}  ${proposal.reason}`,
    )
}

function sayProposed(proposal: bigint): void {
  say(
    `Proposed as ${proposal}, and nothing more: above FOUR_EYES_CKB an operator must confirm it, on the operator's pages.`,
  )
}

async function listAwaiting(ctx: Context): Promise<void> {
  const { settlementLimit, dayLimit, dayLeft, receivers } = await awaitingApproval(ctx)
  const text = (amount: Shannons | null) => (amount === null ? "any amount" : `${formatCkb(amount)} CKB`)
  say(`Without approval: ${text(settlementLimit)} a settlement, ${text(dayLimit)} a day, ${text(dayLeft)} now.`)
  if (receivers.length === 0) say("Nobody waits for an approval.")
  for (const { receiver, amount } of receivers) say(`${receiver}  ${formatCkb(amount)} CKB`)
  for (const { id, receiver, amount, expiresAt } of await openApprovals(ctx))
    say(`Approved: ${id}  ${receiver ?? "the day's limit"}  ${formatCkb(amount)} CKB  until ${expiresAt.toISOString()}`)
}

function transferOf({ to, amount }: { to?: string; amount?: string }): { to: string; amount: Shannons } {
  if (!to) throw new Error(USAGE)
  return { to, amount: amountOf(amount) }
}

function amountOf(text: string | undefined): Shannons {
  const amount = parseCkb(text ?? "")
  if (amount === undefined || amount === 0n) throw new Error(USAGE)
  return amount
}

function idOf(text: string | undefined): bigint {
  if (!text || !/^\d{1,18}$/.test(text)) throw new Error(USAGE)
  return BigInt(text)
}
