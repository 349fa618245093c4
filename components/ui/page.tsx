import { cx } from "./cx"

/** The column that a page's content stands in. */
export function Page({
  children,
  narrow,
  className,
}: {
  children: React.ReactNode
  narrow?: boolean
  className?: string
}) {
  return (
    <div className={cx("mx-auto w-full px-4 py-8 sm:px-6 sm:py-12", narrow ? "max-w-lg" : "max-w-6xl", className)}>
      {children}
    </div>
  )
}
