import { readdirSync, readFileSync } from "node:fs"
import { dirname, join, normalize } from "node:path"
import ts from "typescript"
import { expect, test } from "vitest"

const ROOT = join(import.meta.dirname, "..")

/**
 * Every folder of the product, the lowest first: what stands in a row imports only from its own folder and from earlier
 * rows. A longer path wins over a shorter one; `lib` is what stands in lib itself. docs/architecture.md draws this
 * list.
 */
const LAYERS: string[][] = [
  ["lib/generated"],
  ["lib"],
  ["lib/chain"],
  ["lib/context.ts"],
  ["lib/installation.ts", "lib/search.ts", "lib/failure-log.ts", "lib/audit.ts"],
  ["lib/runtime.ts"],
  ["lib/ledger", "lib/session", "lib/event"],
  ["lib/transaction", "lib/commitment.ts", "lib/project"],
  ["lib/tracking", "lib/review"],
  ["lib/signing", "lib/reconciliation", "lib/proof"],
  ["lib/pool"],
  ["lib/payment", "lib/settlement", "lib/receiver"],
  ["lib/link", "lib/profile", "lib/withdrawal", "lib/webhook", "lib/refund", "lib/solvency"],
  ["lib/operator"],
  ["lib/jobs"],
  ["lib/readiness.ts", "lib/figures"],
  ["lib/http"],
  ["lib/boot.ts", "inngest"],
  ["lib/client", "packages/client", "packages/audit"],
  ["packages/button"],
  ["components/messages"],
  ["components/ui"],
  ["components/layout", "components/wallet", "components/node", "components/payment", "components/project"],
  [
    "components/admin",
    "components/checkout",
    "components/receipt",
    "components/receiver",
    "components/solvency",
    "components/verify",
  ],
  ["components/landing", "components/developers", "components/providers.tsx"],
  ["app", "instrumentation-client.ts", "proxy.ts"],
  ["instrumentation.ts"],
  ["scripts"],
  ["bench"],
]

/** Not the product: what tests it, configures it, or runs beside it. */
const BESIDE = ["test", "e2e", "faults", "devnet", "node_modules", ".next", "prisma", "docs", "examples"]

interface Import {
  from: string
  to: string
}

const isSource = (name: string) => /\.tsx?$/.test(name) && !/\.(test|fixture|config|d)\.tsx?$/.test(name)

function sources(dir = ""): string[] {
  return readdirSync(join(ROOT, dir), { withFileTypes: true }).flatMap((entry) => {
    const path = dir === "" ? entry.name : `${dir}/${entry.name}`
    if (entry.isDirectory()) return BESIDE.includes(path) || entry.name.startsWith(".") ? [] : sources(path)
    return isSource(entry.name) ? [path] : []
  })
}

function importsOf(file: string): Import[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(join(ROOT, file), "utf8"), true, true)
  return importedFiles.flatMap(({ fileName }) => {
    if (fileName.startsWith("@/")) return { from: file, to: fileName.slice(2) }
    return fileName.startsWith(".") ? { from: file, to: normalize(join(dirname(file), fileName)) } : []
  })
}

const places = LAYERS.flat().sort((a, b) => b.length - a.length)
/** The entry of the list that a path belongs to. */
function placeOf(path: string): string | undefined {
  return places.find((place) => path === place || `${path}.ts` === place || path.startsWith(`${place}/`))
}
const rank = (place: string) => LAYERS.findIndex((row) => row.includes(place))

const files = sources()

test("every folder of the product has its place in the list, and the list names no other", () => {
  expect(files.filter((file) => placeOf(file) === undefined)).toEqual([])
  const used = new Set(files.map(placeOf))
  expect(places.filter((place) => !used.has(place))).toEqual([])
})

test("imports point to what stands lower", () => {
  const wrong = files.flatMap(importsOf).filter(({ from, to }) => {
    const [mine, theirs] = [placeOf(from), placeOf(to)]
    if (mine === undefined || theirs === undefined || mine === theirs) return false
    return rank(theirs) >= rank(mine)
  })
  expect(wrong.map(({ from, to }) => `${from} → ${to}`)).toEqual([])
})

/** CKB's own formats: a node computes by them, and the product checks a node by them. */
const FORMATS = ["lib/chain/epoch", "lib/chain/hash", "lib/chain/molecule"]

test("the devnet takes nothing of the product but CKB's own formats", () => {
  const own = sources("devnet").filter((file) => !file.startsWith("devnet/conformance/"))
  const taken = own.flatMap(importsOf).filter(({ to }) => !to.startsWith("devnet/"))
  expect([...new Set(taken.map(({ to }) => to))].sort()).toEqual(FORMATS)
})

test("the architecture document draws this list", () => {
  const document = readFileSync(join(ROOT, "docs/architecture.md"), "utf8")
  const drawing = /<!-- layers -->\n```\n(.*?)```/s.exec(document)?.[1] ?? ""
  const drawn = drawing.split("\n").map((line) => line.split("  ")[0]?.trim().split(", ") ?? [])
  expect(drawn.filter(([place]) => place !== "").reverse()).toEqual(LAYERS)
})
