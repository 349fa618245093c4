import { displayCkb } from "@/lib/client/format"
import { cx } from "./cx"

interface AmountProps {
  shannons: bigint | string
  className?: string
  unitClassName?: string
  /** the figure of a whole page: where a phone is too narrow for it, it breaks before the point */
  large?: boolean
  testId?: string
}

/**
 * An exact amount in CKB, with digits that line up under each other. It breaks only where a phone is too narrow, and
 * never in the unit.
 */
export function Amount({ shannons, className, unitClassName, large, testId }: AmountProps) {
  const [whole, fraction] = displayCkb(shannons).split(".")
  return (
    <span
      translate="no"
      className={cx("wrap-break-word tabular-nums", className)}
      data-testid={testId}
      data-shannons={String(shannons)}
    >
      {whole}
      {fraction === undefined ? null : (
        <>
          {large ? <wbr /> : null}.{fraction}
        </>
      )}
      {"\u00a0"}
      <span className={cx("whitespace-nowrap", unitClassName)}>CKB</span>
    </span>
  )
}
