import { displayCkb } from "@/lib/client/format"
import { cx } from "./cx"

interface AmountProps {
  shannons: bigint | string
  className?: string
  unitClassName?: string
  testId?: string
}

/** An exact amount in CKB, with digits that line up under each other. It breaks only where a phone is too narrow for it. */
export function Amount({ shannons, className, unitClassName, testId }: AmountProps) {
  return (
    <span
      className={cx("wrap-break-word tabular-nums", className)}
      data-testid={testId}
      data-shannons={String(shannons)}
    >
      {displayCkb(shannons)}
      {"\u00a0"}
      <span className={unitClassName}>CKB</span>
    </span>
  )
}
