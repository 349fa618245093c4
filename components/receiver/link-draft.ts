import type { OwnLink } from "@/lib/client/types"
import { typedCkb, writtenCkb } from "@/lib/typed-amount"

/** A link as its form has it: texts, nothing checked yet. */
export interface LinkDraft {
  title: string
  amount: string
  note: string
  isOnce: boolean
  reference: string
  presets: string[]
  /** of this browser's clock, as an input of the type `datetime-local` has it */
  expires: string
  successUrl: string
  splits: { receiver: string; percent: string }[]
}

export const EMPTY_LINK: LinkDraft = {
  ...{ title: "", amount: "", note: "", isOnce: false, reference: "", presets: [], expires: "", successUrl: "" },
  splits: [],
}

/** What a form begins with that changes a link, or makes one like it: that is for another order. */
export function draftOf(link: OwnLink): LinkDraft {
  return {
    title: link.title,
    amount: link.amount === null ? "" : writtenCkb(BigInt(link.amount)),
    note: link.note ?? "",
    isOnce: link.one_time,
    reference: "",
    presets: link.presets.map((preset) => writtenCkb(BigInt(preset))),
    expires: link.expires_at === null ? "" : localTime(new Date(link.expires_at)),
    successUrl: link.success_url ?? "",
    splits: link.splits.flatMap((split) =>
      "bps" in split ? { receiver: split.receiver, percent: percentOf(split.bps) } : [],
    ),
  }
}

function localTime(time: Date): string {
  const shifted = new Date(time.getTime() - time.getTimezoneOffset() * 60_000)
  return shifted.toISOString().slice(0, 16)
}

function percentOf(bps: number): string {
  const fraction = String(bps % 100)
    .padStart(2, "0")
    .replace(/0+$/, "")
  return `${Math.trunc(bps / 100)}${fraction === "" ? "" : `.${fraction}`}`
}

/** Basis points of a percentage as people write one: "2.5" and "2,5" are 250. */
export function readPercent(text: string): number | undefined {
  const match = /^(\d{1,3})(?:[.,](\d{1,2}))?$/.exec(text.trim())
  if (!match) return undefined
  const bps = Number(match[1]) * 100 + Number((match[2] ?? "").padEnd(2, "0"))
  return bps >= 1 && bps <= 10_000 ? bps : undefined
}

export type DraftProblem = "title" | "amount" | "presets" | "expires" | "splits"

/** The first field that is not good. */
export function problemOf(draft: LinkDraft, now: number): DraftProblem | null {
  if (draft.title.trim() === "") return "title"
  if (draft.amount.trim() !== "" && !typedCkb(draft.amount)) return "amount"
  if (draft.amount.trim() === "" && draft.presets.some((preset) => !typedCkb(preset))) return "presets"
  if (draft.expires !== "" && !(new Date(draft.expires).getTime() > now)) return "expires"
  return draft.splits.some(({ receiver, percent }) => receiver.trim() === "" || readPercent(percent) === undefined)
    ? "splits"
    : null
}

const isoTime = (local: string) => new Date(local).toISOString()

/** What the API is told to make. */
export function bodyOf(draft: LinkDraft, receiver: string) {
  const amount = typedCkb(draft.amount)
  const [note, reference, successUrl] = [draft.note.trim(), draft.reference.trim(), draft.successUrl.trim()]
  return {
    receiver,
    title: draft.title.trim(),
    ...(amount ? { amount: amount.toString() } : presetsOf(draft)),
    ...(note ? { note } : {}),
    ...(reference ? { reference } : { one_time: draft.isOnce }),
    ...(draft.expires ? { expires_at: isoTime(draft.expires) } : {}),
    ...(successUrl ? { success_url: successUrl } : {}),
    ...(draft.splits.length > 0
      ? {
          splits: draft.splits.map(({ receiver, percent }) => ({
            receiver: receiver.trim(),
            bps: readPercent(percent),
          })),
        }
      : {}),
  }
}

/** What the API is told to change. */
export function changeOf(draft: LinkDraft) {
  return {
    title: draft.title.trim(),
    note: draft.note.trim() || null,
    ...(draft.amount.trim() === "" ? presetsOf(draft) : {}),
    expires_at: draft.expires ? isoTime(draft.expires) : null,
    success_url: draft.successUrl.trim() || null,
  }
}

function presetsOf({ presets }: LinkDraft) {
  return { presets: presets.map((preset) => String(typedCkb(preset))) }
}
