import { writeFileSync } from "node:fs"

/** The value under which so many in a hundred of the values are. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN
}

/** What was measured: of each figure one value a run, in the order in which they first came. */
export class Figures {
  private readonly rows = new Map<string, { unit: string; values: number[] }>()

  /** What was measured on nothing is no figure. */
  add(name: string, unit: string, value: number): void {
    if (!Number.isFinite(value)) return
    const row = this.rows.get(name) ?? { unit, values: [] }
    row.values.push(value)
    this.rows.set(name, row)
  }

  /** As a table: the median, and the extremes where there is more than one run. */
  table(): string {
    const lines = [...this.rows].map(([name, { unit, values }]) => {
      const spread = values.length > 1 ? `${short(Math.min(...values))} – ${short(Math.max(...values))}` : ""
      return `| ${name} | ${short(percentile(values, 50))} | ${spread} | ${unit} |`
    })
    return ["| figure | median | spread | unit |", "| --- | --- | --- | --- |", ...lines].join("\n")
  }

  write(file: string, about: Record<string, unknown>): void {
    writeFileSync(file, `${JSON.stringify({ ...about, figures: Object.fromEntries(this.rows) }, null, 2)}\n`)
  }
}

function short(value: number): string {
  if (Number.isInteger(value)) return value.toLocaleString("en")
  return value >= 100 ? Math.round(value).toLocaleString("en") : value.toFixed(value >= 10 ? 1 : 2)
}
