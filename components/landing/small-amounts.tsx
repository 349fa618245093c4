import { ArrowDown } from "lucide-react"
import { LANDING } from "@/components/messages/landing"
import { getTexts } from "@/components/messages/server"

/** Payments as they come in, and how much of a cell each fills. */
const PAYMENTS = ["2", "12.5", "0.8", "25", "24.7"] as const
const WHOLE = 65

/**
 * What this is for, as a picture: small amounts add up until they fill a cell of 65 CKB. The text beside it says the
 * same. All pieces have one colour: of two, the lighter would read as what is still missing.
 */
export async function SmallAmounts() {
  const t = await getTexts(LANDING)
  return (
    <div aria-hidden className="rounded-2xl border border-line bg-surface p-6 shadow-card sm:p-8">
      <ul translate="no" className="flex flex-wrap gap-2">
        {PAYMENTS.map((amount) => (
          <li
            key={amount}
            className="rounded-full bg-accent-soft px-3 py-1 text-sm font-medium tabular-nums whitespace-nowrap text-accent-ink"
          >
            +{amount} CKB
          </li>
        ))}
      </ul>
      <ArrowDown className="my-4 size-5 text-muted" />
      <div className="rounded-xl border-2 border-accent p-1">
        <div className="flex h-12 gap-0.5">
          {PAYMENTS.map((amount) => (
            <span
              key={amount}
              className="min-w-1 basis-0 bg-accent first:rounded-l-md last:rounded-r-md"
              style={{ flexGrow: amount }}
            />
          ))}
        </div>
      </div>
      <p className="mt-3 flex flex-wrap items-baseline justify-between gap-x-4 tabular-nums">
        <span className="text-sm text-muted">{t.cell}</span>
        <span translate="no" className="text-2xl font-semibold">
          {WHOLE} <span className="text-base font-medium text-muted">CKB</span>
        </span>
      </p>
    </div>
  )
}
