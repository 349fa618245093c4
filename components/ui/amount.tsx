import { displayCkb } from "@/lib/client/format"
import { cx } from "./cx"

interface AmountProps {
  shannons: bigint | string
  className?: string
  unitClassName?: string
  testId?: string
}

/** An exact amount in CKB, with digits that line up under each other. */
export function Amount({ shannons, className, unitClassName, testId }: AmountProps) {
  return (
    <span
      className={cx("whitespace-nowrap tabular-nums", className)}
      data-testid={testId}
      data-shannons={String(shannons)}
    >
      {displayCkb(shannons)} <span className={unitClassName}>CKB</span>
    </span>
  )
}
