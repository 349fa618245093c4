import { Shortened } from "./shortened"

interface TransactionHashProps {
  hash: string
  label: string
  copyLabel: string
  /** address of an explorer for this network, if there is one */
  explorer?: string | null
  className?: string
  testId?: string
}

/** A transaction's hash to compare and copy; where the network has an explorer, a link to it. */
export function TransactionHash({ hash, label, copyLabel, explorer, className, testId }: TransactionHashProps) {
  const link = explorer ? explorerLink(explorer, hash) : null
  return (
    <span className={className}>
      <Shortened text={hash} label={label} copyLabel={copyLabel} testId={testId} />
      {link ? (
        <a
          href={link}
          target="_blank"
          rel="noreferrer"
          aria-label={`${label} ↗`}
          className="print:hidden ml-1 text-accent-ink underline"
        >
          ↗
        </a>
      ) : null}
    </span>
  )
}

export function explorerLink(explorer: string, hash: string): string {
  return `${explorer.replace(/\/+$/, "")}/transaction/${hash}`
}
