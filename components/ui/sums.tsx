import { Amount } from "./amount"

interface SumsProps {
  /** how many things they are the sums of */
  count?: { name: string; number: number }
  sums: { name: string; shannons: string; testId?: string }[]
  testId: string
}

/** What the things of a list come to, in one line where there is room. */
export function Sums({ count, sums, testId }: SumsProps) {
  return (
    <dl className="flex flex-wrap gap-x-6 gap-y-1 text-sm" data-testid={testId}>
      {count ? (
        <Sum name={count.name}>
          <span className="tabular-nums">{count.number}</span>
        </Sum>
      ) : null}
      {sums.map(({ name, shannons, testId }) => (
        <Sum key={name} name={name}>
          <Amount shannons={shannons} testId={testId} />
        </Sum>
      ))}
    </dl>
  )
}

function Sum({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div className="flex min-w-0 flex-wrap gap-x-2">
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 font-medium">{children}</dd>
    </div>
  )
}

/** Without those that come to nothing. */
export function withoutNothing<S extends { shannons: string }>(sums: S[]): S[] {
  return sums.filter(({ shannons }) => shannons !== "0")
}
