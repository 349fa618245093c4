import type { ADMIN } from "@/components/messages/admin"

type Texts = (typeof ADMIN)["en"]

/**
 * What an entry of the audit log is about, in the reader's language. The log is for ever and keeps the words of the
 * program; what has no words here, such as a name or an address, stays as it is.
 */
export function subjectInWords(t: Texts, { action, subject }: { action: string; subject: string }): string {
  // While two versions run side by side, one of the newer has no words here.
  const jobs: Record<string, string> = t.today.jobs.names
  const pauses: Record<string, string> = t.pauses.scopes
  const alarms: Record<string, { title: string }> = t.alarms.reasons
  if (action === "run_job") return jobs[subject] ?? subject
  if (action === "pause") return pauses[subject] ?? subject
  if (action === "resume") return alarms[subject]?.title ?? pauses[subject.replace(/^operator_/, "")] ?? subject
  if (action === "settle") return t.audit.everybody
  if (action === "add_cells" || action === "merge_cells") {
    const count = /^(\d+) cells$/.exec(subject)
    return count ? t.pool.cells(Number(count[1])) : subject
  }
  if (action === "withdraw_approval" || action === "withdraw_proposal") return t.audit.number(subject)
  if (action === "end" || action === "refund") {
    const kinds: Record<string, string> = t.pool.kinds
    const [, kind = "", id = ""] = /^(.+?) (\d+)$/.exec(subject.toLowerCase()) ?? []
    const name = kinds[kind.replace(/ /g, "_")]
    return name ? t.pool.claimedBy(name, Number(id)) : subject
  }
  return moneyInWords(t, action, subject) ?? subject
}

/** The sentences that the program writes of money that leaves, and of who may let it, in their parts. */
const WITHDRAWN = /^(.+ CKB) to (.+)$/
const APPROVED = /^(?:(the day's payouts), by|(.+), at most) (.+ CKB)(?:, as proposed in (\d+))?$/
const PROPOSED = /^(\d+): (payout|day's limit raised by|fees) (.+? CKB)(?: to (.+))?$/
const PROPOSED_KINDS = {
  payout: "approve_payout",
  "day's limit raised by": "raise_day_limit",
  fees: "withdraw_fees",
} as const

function moneyInWords({ audit: t, proposals }: Texts, action: string, subject: string): string | undefined {
  if (action === "withdraw_fees") {
    const [, amount, to] = WITHDRAWN.exec(subject) ?? []
    return amount && to && t.toWhom(amount, to)
  }
  if (action === "approve_payout" || action === "raise_day_limit") {
    const [, day, to, amount, proposal] = APPROVED.exec(subject) ?? []
    if (!amount) return undefined
    const what = day ? t.dayBy(amount) : t.atMost(to ?? "", amount)
    return proposal ? t.asProposed(what, proposal) : what
  }
  if (action === "propose") {
    const [, id, kind, amount, to] = PROPOSED.exec(subject) ?? []
    if (!id || !amount) return undefined
    const name = proposals.kinds[PROPOSED_KINDS[kind as keyof typeof PROPOSED_KINDS]]
    return t.proposed(id, name, to === undefined ? amount : t.toWhom(amount, to))
  }
  if (action === "adopt") return subject.replace(/^transaction /, "")
  return undefined
}

/** What the program writes where somebody does a thing for themselves. */
const OWN_WISH: Record<string, string> = { enrol: "second factor set up", sign_out_everywhere: "asked for" }

/** The program's own reasons; people's are theirs. */
export function reasonInWords(t: Texts, { action, reason }: { action: string; reason: string }): string {
  if (action === "payout_settings") {
    const [, threshold, state] = /^Set by its owner: threshold (.+), payouts (on|paused)$/.exec(reason) ?? []
    if (!threshold) return reason
    const amount = /CKB$/.test(threshold) ? threshold : t.audit.usual
    return t.audit.terms(amount, state === "paused" ? t.audit.payoutsPaused : t.audit.payoutsOn)
  }
  return OWN_WISH[action] === reason ? t.audit.byThemselves : reason
}
