import { displayCkb } from "@/lib/client/format"
import { ApiError, opensAt } from "@/lib/client/http"
import type { Problem } from "@/lib/problem-document"
import type { FieldReason, Reason } from "@/lib/reasons"
import type { Messages } from "./en"

export interface Refusal {
  title: string
  text: string
}

/** The numbers that a text is built from, in its order: amounts in shannons by the name they have in the problem. */
const NUMBERS: { [R in Reason]?: readonly string[] } = {
  payer_cells: ["cells", "most"],
  owed: ["available"],
  below_network_fee: ["available"],
  least_withdrawal: ["required"],
  least_arrival: ["required", "available"],
  no_cell: ["required"],
  pool_lacks: ["shortfall", "cells", "address"],
  fees_lack: ["withdrawable"],
  few_free_cells: ["cells"],
  most_at_once: ["most"],
}

/**
 * An error in the words of the pages, out of its code, its reason and its numbers: never the server's own sentence,
 * which is English and for programs' authors.
 *
 * @param now local time, in milliseconds: a limit ends while somebody reads of it
 */
export function refusalOf(messages: Messages, error: unknown, now: number): Refusal {
  const { problems } = messages
  if (!(error instanceof ApiError)) return problems.fallback
  const { problem, code } = error
  if (code === "OFFLINE") return messages.refusals.offline
  const opens = opensAt(error)
  if (opens !== undefined)
    return { title: problems[code as keyof typeof problems].title, text: limitedText(messages, opens, now) }
  if (code === "PAUSED") return messages.refusals.paused[problem.scope === "settlement" ? "settlement" : "prepare"]
  return (
    byReason(messages, problem) ??
    byField(messages, problem) ??
    (code in problems ? problems[code as keyof typeof problems] : problems.fallback)
  )
}

function limitedText({ refusals }: Messages, retryAt: number, now: number): string {
  const seconds = Math.ceil((retryAt - now) / 1_000)
  return seconds > 0 ? refusals.limited.text(seconds) : refusals.limited.over
}

function byReason({ refusals }: Messages, problem: Problem): Refusal | undefined {
  const reason = problem.reason as keyof typeof refusals.reasons
  if (reason === undefined || !(reason in refusals.reasons)) return undefined
  const { title, text } = refusals.reasons[reason]
  if (typeof text === "string") return { title, text }
  const values = reason === "payer_balance" ? balanceOf(problem) : NUMBERS[reason]?.map((name) => shown(problem, name))
  if (!values || values.includes(undefined)) return undefined
  return { title, text: (text as (...values: string[]) => string)(...(values as string[])) }
}

/** What a payer needs, has, must keep and can move. */
function balanceOf(problem: Problem): (string | undefined)[] {
  const [balance, stays] = [problem.balance, problem.must_stay].map((text) => BigInt(isDigits(text) ? text : 0))
  const movable = balance !== undefined && stays !== undefined && balance > stays ? balance - stays : 0n
  return [...["required", "balance", "must_stay"].map((name) => shown(problem, name)), displayCkb(movable)]
}

function shown(problem: Problem, name: string): string | undefined {
  const value = problem[name]
  if (name === "address") return typeof value === "string" ? value : undefined
  if (typeof value === "number") return String(value)
  return isDigits(value) ? displayCkb(value) : undefined
}

function isDigits(value: unknown): value is string {
  return typeof value === "string" && /^\d{1,19}$/.test(value)
}

/** Of a request of which a field is wrong, the first one that a text is there for. */
function byField({ refusals }: Messages, { errors = [] }: Problem): Refusal | undefined {
  for (const { reason, least } of errors) {
    if (reason === undefined || !(reason in refusals.fields)) continue
    const text = refusals.fields[reason as FieldReason]
    if (typeof text === "string") return { title: refusals.invalid, text }
    if (isDigits(least)) return { title: refusals.invalid, text: text(displayCkb(least)) }
  }
  return undefined
}
