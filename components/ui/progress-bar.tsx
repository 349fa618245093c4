interface ProgressBarProps {
  label: string
  done: bigint
  whole: bigint
  /** the progress in words, shown below the bar and read instead of a percentage */
  text: string
  className?: string
  testId?: string
}

export function ProgressBar({ label, done, whole, text, className, testId }: ProgressBarProps) {
  // Only the width of the bar is a rounded number; the amounts stay exact.
  const percent = whole > 0n && done < whole ? Number((done * 1_000n) / whole) / 10 : 100
  return (
    <div className={className}>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.floor(percent)}
        aria-valuetext={text}
        className="h-2 overflow-hidden rounded-full bg-sunken ring-1 ring-line ring-inset"
      >
        <div
          className="h-full rounded-full bg-accent motion-safe:transition-[width] duration-500"
          style={{ width: `${percent}%` }}
        />
      </div>
      <p className="mt-2 text-sm font-medium tabular-nums" data-testid={testId}>
        {text}
      </p>
    </div>
  )
}
