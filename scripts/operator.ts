/**
 * The operator's commands. Each is written to the audit log with its reason.
 *
 *   npm run operator -- pause prepare|settlement|all --reason "…"
 *   npm run operator -- pauses
 *   npm run operator -- resume ID --reason "…"
 *   npm run operator -- end payment|settlement|operation ID --reason "…"    ends a signed transaction that does not commit
 *   npm run operator -- approvals                                 payouts above the limits, which wait
 *   npm run operator -- approve --to ADDRESS --amount CKB --reason "…"    lets one payout pass, of this amount at most
 *   npm run operator -- raise-day-limit --amount CKB --reason "…"  for the next 24 hours
 *   npm run operator -- fees                                      what was earned, and what of it may leave
 *   npm run operator -- withdraw-fees --to ADDRESS --amount CKB --reason "…" [--yes]
 */
import { parseArgs } from "node:util"
import type { Context } from "@/lib/context"
import { feeBalance } from "@/lib/ledger/fees"
import { formatCkb, parseCkb, type Shannons } from "@/lib/money"
import { approvePayout, raiseDayLimit } from "@/lib/operator/approve-payout"
import { endTransaction, stuckOf } from "@/lib/operator/end-transaction"
import { pauseByOperator, resume } from "@/lib/operator/pause"
import { planFeeWithdrawal, withdrawFees } from "@/lib/operator/withdraw-fees"
import type { PauseScope } from "@/lib/pool/pause"
import { awaitingApproval } from "@/lib/settlement/payable"
import { followChain } from "@/lib/tracking/follow"
import { agreed, explainPlan, runCommand, say } from "./command-context"

const SCOPES: readonly PauseScope[] = ["prepare", "settlement", "all"]
const USAGE =
  'Say one of: pause prepare|settlement|all --reason "…"; pauses; resume ID --reason "…"; end payment|settlement|operation ID --reason "…"; approvals; approve --to ADDRESS --amount CKB --reason "…"; raise-day-limit --amount CKB --reason "…"; fees; withdraw-fees --to ADDRESS --amount CKB --reason "…".'

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    reason: { type: "string" },
    to: { type: "string" },
    amount: { type: "string" },
    yes: { type: "boolean", default: false },
  },
})

await runCommand(async (ctx) => {
  const [command, first, second] = positionals
  if (command === "pauses") return list(ctx)
  if (command === "fees") return showFees(ctx)
  if (command === "approvals") return listAwaiting(ctx)
  const actor = "command" as const
  const reason = values.reason?.trim() ?? ""
  if (reason === "") throw new Error(`Say why, with --reason "…": it goes into the audit log. ${USAGE}`)
  if (command === "pause") {
    const scope = SCOPES.find((known) => known === first)
    if (!scope) throw new Error(USAGE)
    await pauseByOperator(ctx, { scope, reason, actor })
    return say(`Paused: ${scope}. What is signed already goes on.`)
  }
  if (command === "resume") {
    await resume(ctx, { id: idOf(first), reason, actor })
    return say("Resumed. An alarm whose cause remains will pause again.")
  }
  if (command === "end") {
    const kind = first === "operation" ? "pool_operation" : first
    if (kind !== "payment" && kind !== "settlement" && kind !== "pool_operation") throw new Error(USAGE)
    const hash = await endTransaction(ctx, stuckOf(kind, idOf(second)), { reason, actor })
    return say(`Sent ${hash}, which spends the platform's cell. The chain now decides which of the two commits.`)
  }
  if (command === "approve") {
    const { to, amount } = transferOf(values)
    await approvePayout(ctx, { receiver: to, amount, reason, actor })
    return say(`Approved: one payout of at most ${formatCkb(amount)} CKB. The next settlement makes it.`)
  }
  if (command === "raise-day-limit") {
    const amount = amountOf(values.amount)
    await raiseDayLimit(ctx, { amount, reason, actor })
    return say(`${formatCkb(amount)} CKB more may be paid out in the next 24 hours.`)
  }
  if (command === "withdraw-fees") return withdraw(ctx, reason)
  throw new Error(USAGE)
})

async function list(ctx: Context): Promise<void> {
  const open = await ctx.db.pause.findMany({ where: { resolvedAt: null }, orderBy: { id: "asc" } })
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

async function withdraw(ctx: Context, reason: string): Promise<void> {
  const withdrawal = transferOf(values)
  while ((await followChain(ctx)).blocks > 0);
  const plan = await planFeeWithdrawal(ctx, withdrawal)
  explainPlan(plan)
  if (!(await agreed(values.yes))) return say("Nothing was done.")
  const expected = { inputs: plan.cells.map(({ id }) => id), txHash: plan.built.hash }
  const { txHash } = await withdrawFees(ctx, withdrawal, expected, { reason, actor: "command" })
  say(
    `Sent ${txHash}: ${formatCkb(withdrawal.amount)} CKB to ${withdrawal.to}. It is stored, and sent again until it is in a block.`,
  )
}

async function listAwaiting(ctx: Context): Promise<void> {
  const { settlementLimit, dayLimit, dayLeft, receivers } = await awaitingApproval(ctx)
  const text = (amount: Shannons | null) => (amount === null ? "any amount" : `${formatCkb(amount)} CKB`)
  say(`Without approval: ${text(settlementLimit)} a settlement, ${text(dayLimit)} a day, ${text(dayLeft)} now.`)
  if (receivers.length === 0) say("Nobody waits for an approval.")
  for (const { receiver, amount } of receivers) say(`${receiver}  ${formatCkb(amount)} CKB`)
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
