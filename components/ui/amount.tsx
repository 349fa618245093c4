import { displayCkb } from "@/lib/client/format"
import { cx } from "./cx"

interface AmountProps {
  shannons: bigint | string
  className?: string
  unitClassName?: string
  /** the figure of a whole page: it stands in one line, however narrow the phone, with quiet digits behind the point */
  large?: boolean
  testId?: string
}

/** An exact amount in CKB, with digits that line up under each other. */
export function Amount({ shannons, className, unitClassName, large, testId }: AmountProps) {
  const [whole = "0", fraction] = displayCkb(shannons).split(".")
  const digits = (
    <>
      {whole}
      {large && fraction ? <span className="text-[0.6em] font-medium text-muted">.{fraction}</span> : null}
      {!large && fraction ? `.${fraction}` : null}
      {"\u00a0"}
      <span className={cx("whitespace-nowrap", unitClassName)}>CKB</span>
    </>
  )
  return (
    <span
      translate="no"
      className={cx("tabular-nums", large ? "@container block w-full" : "wrap-break-word", className)}
      data-testid={testId}
      data-shannons={String(shannons)}
    >
      {large ? <span className={cx("whitespace-nowrap", typeSize(whole, fraction))}>{digits}</span> : digits}
    </span>
  )
}

/**
 * The type of a large amount, at most what stands around it: as wide as its container allows for this many characters.
 * A digit is about 0.62 em wide, one behind the point 0.6 of that, and the unit takes about 2 em.
 */
function typeSize(whole: string, fraction = ""): string {
  const width = whole.length * 0.62 + fraction.length * 0.38 + 2.2
  const found = FITS.find(([widest]) => width <= widest)
  return found?.[1] ?? "text-[min(1em,6.3cqi)]"
}

const FITS: [widest: number, className: string][] = [
  [5, "text-[min(1em,20cqi)]"],
  [7, "text-[min(1em,14.2cqi)]"],
  [9, "text-[min(1em,11.1cqi)]"],
  [12, "text-[min(1em,8.3cqi)]"],
]
