import { ArrowDown } from "lucide-react"
import { cx } from "@/components/ui/cx"

/** Payments as they come in, and how much of a cell each fills. */
const PAYMENTS = ["2", "12.5", "0.8", "25", "24.7"] as const
const WHOLE = 65

/**
 * What this is for, as a picture: small amounts add up until they fill a cell of 65 CKB. The text beside it says the
 * same.
 */
export function SmallAmounts() {
  return (
    <div aria-hidden className="rounded-2xl border border-line bg-surface p-6 shadow-card sm:p-8">
      <ul className="flex flex-wrap gap-2">
        {PAYMENTS.map((amount) => (
          <li
            key={amount}
            className="rounded-full bg-sunken px-3 py-1 text-sm font-medium tabular-nums whitespace-nowrap"
          >
            +{amount} CKB
          </li>
        ))}
      </ul>
      <ArrowDown className="my-4 size-5 text-muted" />
      <div className="flex h-14 gap-1 overflow-hidden rounded-xl">
        {PAYMENTS.map((amount, index) => (
          <span
            key={amount}
            className={cx("basis-0", index % 2 === 0 ? "bg-accent" : "bg-accent-soft")}
            style={{ flexGrow: amount }}
          />
        ))}
      </div>
      <p className="mt-3 text-right text-2xl font-semibold tabular-nums">
        {WHOLE} <span className="text-base font-medium text-muted">CKB</span>
      </p>
    </div>
  )
}
