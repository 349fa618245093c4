import { readFileSync } from "node:fs"
import { join } from "node:path"
import { parser } from "@prometheus-io/lezer-promql"
import type { Registry } from "prom-client"
import { describe, expect, test } from "vitest"
import { parse } from "yaml"
import { EVENT_TYPES } from "@/lib/event/types"
import type { Figures } from "@/lib/figures/read"
import { registryOf } from "@/lib/figures/registry"
import { meters } from "@/lib/meters"

const ROOT = join(import.meta.dirname, "..")
const read = (path: string) => readFileSync(join(ROOT, path), "utf8")

/** Prometheus gives a label that a target has already, such as job, this prefix. */
const labelOf = (name: string) => name.replace(/^exported_/, "")

interface Rule {
  alert: string
  expr: string
  for: string
  labels: { severity: string }
  annotations: { summary: string; runbook_url: string }
}
const rules: Rule[] = parse(read("ops/alerts.yml")).groups.flatMap(({ rules }: { rules: Rule[] }) => rules)
interface Panel {
  title: string
  targets?: { expr: string; legendFormat: string }[]
}
const panels: Panel[] = JSON.parse(read("ops/grafana-dashboard.json")).panels

/** Everything that there can be to tell. */
const part = { cells: 1, capacity: 1n }
const FIGURES = {
  pool: { free: part, held: part, claimed: part, quarantined: part, immature: part },
  level: { low: false, lendable: 1, lowBelow: 1 },
  demand: { lately: 1, ofDay: 1 },
  owed: 1n,
  payments: { prepared: 1 },
  events: EVENT_TYPES.map((type) => ({ type, count: 1, seconds: 1, buckets: [1] })),
  transactions: { uncommitted: 1, oldest_uncommitted: 1, unsent: 1, oldest_unsent: 1 },
  chain: { tip: 2n, followed: 1n, followedSeconds: 1 },
  jobs: { overdue: [], runs: [{ job: "settle", succeeded_at: new Date(), failed_at: new Date() }] },
  reconciliation: { succeeded_at: new Date(), exact_at: new Date(), pool_difference: 0n, owed_difference: 0n },
  solvency: { owed: 1n, held: 2n, created_at: new Date() },
  pauses: [{ scope: "all", reason: "r" }],
  webhooks: { unhanded: 1, waiting: 1, oldestWaiting: 1, failing: 1, disabled: { asked: 1, gone: 1, failing: 1 } },
  inngest: true,
} as unknown as Figures

/** Each series that can be asked for, with its labels. */
async function series(registry: Registry): Promise<[string, Set<string>][]> {
  return registry.getMetricsAsArray().flatMap((metric): [string, Set<string>][] => {
    const { name, type, labelNames = [] } = metric as unknown as { name: string; type?: string; labelNames?: string[] }
    const own = new Set(labelNames)
    if (type !== "histogram" && !("buckets" in metric)) return [[name, own]]
    return [
      [`${name}_bucket`, new Set([...own, "le"])],
      [`${name}_sum`, own],
      [`${name}_count`, own],
    ]
  })
}
const known = new Map([...(await series(meters().registry)), ...(await series(registryOf(FIGURES)))])

/** What is wrong with a PromQL expression: its form, or a name that nothing here has. */
function problemsOf(expr: string): string[] {
  const problems: string[] = []
  const labels = new Set<string>()
  const tree = parser.parse(expr)
  tree.iterate({
    enter: ({ name, from, to, node }) => {
      const text = expr.slice(from, to)
      if (name === "⚠") problems.push(`no PromQL at ${from}: ${expr}`)
      if (name === "VectorSelector") {
        const metric = node.getChild("Identifier")
        const own = metric && known.get(expr.slice(metric.from, metric.to))
        if (!own) problems.push(`no figure ${text}`)
        for (const label of own ?? []) labels.add(label)
      }
    },
  })
  tree.iterate({
    enter: ({ name, from, to }) => {
      if (name === "LabelName" && !labels.has(labelOf(expr.slice(from, to))))
        problems.push(`no label ${expr.slice(from, to)} in ${expr}`)
      if (name === "LabelName" && ["job", "instance"].includes(expr.slice(from, to)))
        problems.push(`${expr.slice(from, to)} is the target's own: exported_${expr.slice(from, to)}`)
    },
  })
  return problems
}

test("what reads PromQL finds what is wrong", () => {
  expect(problemsOf("sum by (route (micropay_http_requests_total)").length).toBeGreaterThan(0)
  expect(problemsOf("micropay_nothing")).toEqual(["no figure micropay_nothing"])
  expect(problemsOf('micropay_payments{colour="red"}')).toHaveLength(1)
  expect(problemsOf("sum by (colour) (micropay_payments)")).toHaveLength(1)
  expect(problemsOf("max by (job) (micropay_job_overdue)")).toHaveLength(1)
})

test("figures have names as Prometheus wants them", () => {
  for (const name of known.keys()) expect(name).toMatch(/^micropay_[a-z_]+$/)
  const counters = [...known.keys()].filter((name) => name.endsWith("_total"))
  expect(counters.length).toBeGreaterThan(4)
  expect([...known.keys()].filter((name) => /_(ms|minutes|ckb)(_|$)/.test(name))).toEqual([])
})

describe("an alert", () => {
  const headings = read("docs/operations.md")
    .split("\n")
    .filter((line) => /^##+ /.test(line))
    .map((line) =>
      line
        .replace(/^#+ /, "")
        .toLowerCase()
        .replace(/[^\w -]/g, "")
        .replaceAll(" ", "-"),
    )
  test.for(rules.map((rule) => [rule.alert, rule] as const))(
    "%s asks for what there is, and says what to do",
    ([, { expr, annotations, labels, alert, ...rule }]) => {
      expect(problemsOf(expr)).toEqual([])
      expect(alert).toMatch(/^Micropay[A-Z]\w+$/)
      expect(rule.for).toMatch(/^\d+m$/)
      expect(["critical", "warning"]).toContain(labels.severity)
      expect(annotations.summary).not.toBe("")
      const [document, section] = annotations.runbook_url.split("#")
      expect(document).toBe("docs/operations.md")
      expect(headings).toContain(section)
    },
  )

  test("has its name once", () => {
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length)
  })
})

test("the dashboard asks for what there is, and shows each figure", () => {
  const asked = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr))
  expect(asked.flatMap(problemsOf)).toEqual([])
  const words = panels.flatMap(({ targets = [] }) => targets)
  for (const { expr, legendFormat } of words)
    for (const [, label] of legendFormat.matchAll(/\{\{(\w+)\}\}/g)) expect(expr).toContain(label)
})

test("each figure is asked for by the dashboard or an alert", () => {
  const asked = [...rules.map(({ expr }) => expr), ...panels.flatMap(({ targets = [] }) => targets.map((t) => t.expr))]
  const families = new Set([...known.keys()].map((name) => name.replace(/_(bucket|sum|count)$/, "")))
  const unasked = [...families].filter(
    (name) => !asked.some((expr) => new RegExp(`\\b${name}(_bucket)?\\b`).test(expr)),
  )
  // Told by others: the newest blocks by the lag, how many wait by the age of the oldest, a shop's server by its owner.
  expect(unasked.sort()).toEqual([
    "micropay_followed_block",
    "micropay_node_tip_block",
    "micropay_transactions_uncommitted",
    "micropay_transactions_unsent",
    "micropay_webhook_attempt_duration_seconds",
  ])
})
