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
  if (action === "end") {
    const kinds: Record<string, string> = t.pool.kinds
    const [, kind = "", id = ""] = /^(.+?) (\d+)$/.exec(subject.toLowerCase()) ?? []
    const name = kinds[kind.replace(/ /g, "_")]
    return name ? t.pool.claimedBy(name, Number(id)) : subject
  }
  return subject
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
