import { existsSync, readFileSync } from "node:fs"
import { SourceMap } from "node:module"

/** As V8 writes it; times in microseconds. */
interface Profile {
  nodes: ProfileNode[]
  samples: number[]
  timeDeltas: number[]
}
interface ProfileNode {
  id: number
  children?: number[]
  callFrame: { functionName: string; url: string; lineNumber: number; columnNumber: number }
}

/** The first pattern that the innermost frame with a place of its own fits. */
const AREAS: [area: string, source: RegExp][] = [
  ["signatures (secp256k1)", /@noble\/curves|secp256k1/],
  ["hashes", /@noble\/hashes/],
  ["CCC", /@ckb-ccc|node_modules\/buffer\//],
  ["Prisma", /prisma|query_compiler|driver-adapter/],
  ["pg", /node_modules\/pg|pg-protocol|pg-pool/],
  ["fetch", /undici|patch-fetch|dedupe-fetch/],
  ["log", /node_modules\/pino|sonic-boom/],
  ["schemas (zod)", /node_modules\/zod/],
  ["metrics", /prom-client/],
  ["our own code", /^(lib|app|inngest|scripts)\//],
  ["Next", /node_modules\/next|\.next\/|turbopack|^src\//],
]
const IDLE = ["(idle)", "(program)", "(root)"]
const TOP = 15

/** Where the busy time of these processes went: by area, and the functions that took most by themselves. */
export function summarize(profiles: Profile[]): string {
  const areas = new Map<string, number>()
  const functions = new Map<string, number>()
  for (const profile of profiles) addUp(profile, areas, functions)
  const busy = [...areas.values()].reduce((sum, each) => sum + each, 0)
  const lines = (title: string, times: Map<string, number>) => {
    const rows = [...times].sort(([, a], [, b]) => b - a).slice(0, TOP)
    return [
      `| ${title} | share | ms |`,
      "| --- | --- | --- |",
      ...rows.map(([name, us]) => `| ${name} | ${((100 * us) / busy).toFixed(1)} % | ${Math.round(us / 1_000)} |`),
    ]
  }
  return [...lines("area", areas), "", ...lines("function, by itself", functions)].join("\n")
}

function addUp({ nodes, samples, timeDeltas }: Profile, areas: Map<string, number>, functions: Map<string, number>) {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const parents = new Map(nodes.flatMap((node) => (node.children ?? []).map((child) => [child, node] as const)))
  for (const [nth, id] of samples.entries()) {
    const node = byId.get(id)
    const us = timeDeltas[nth] ?? 0
    if (!node || IDLE.includes(node.callFrame.functionName)) continue
    const add = (times: Map<string, number>, name: string) => times.set(name, (times.get(name) ?? 0) + us)
    add(areas, areaOf(node, parents))
    const { source, name } = placeOf(node)
    add(functions, `${name || "(anonymous)"} ${source}`.trim())
  }
}

/** What the runtime does below a function counts for that function's area. */
function areaOf(node: ProfileNode, parents: Map<number, ProfileNode>): string {
  if (node.callFrame.functionName === "(garbage collector)") return "garbage collection"
  for (let frame: ProfileNode | undefined = node; frame; frame = parents.get(frame.id)) {
    const { source } = placeOf(frame)
    const area = AREAS.find(([, pattern]) => pattern.test(source))
    if (area) return area[0]
  }
  return "Node (http, streams, timers)"
}

const maps = new Map<string, SourceMap | undefined>()
const places = new WeakMap<ProfileNode, { source: string; name: string }>()

/** The source that a frame was compiled from, where the build has a map of it. */
function placeOf(node: ProfileNode): { source: string; name: string } {
  const known = places.get(node)
  if (known) return known
  const { url, lineNumber, columnNumber, functionName } = node.callFrame
  const entry = mapOf(url)?.findEntry(lineNumber, columnNumber)
  const mapped = entry && "originalSource" in entry ? entry : undefined
  const place = {
    source: shortened(mapped?.originalSource ?? url),
    name: (mapped && "name" in mapped && typeof mapped.name === "string" && mapped.name) || functionName,
  }
  places.set(node, place)
  return place
}

function mapOf(url: string): SourceMap | undefined {
  const file = `${url.replace("file://", "")}.map`
  if (!maps.has(file))
    maps.set(file, url && existsSync(file) ? new SourceMap(JSON.parse(readFileSync(file, "utf8"))) : undefined)
  return maps.get(file)
}

/** From the project's folder on, or from the last package's. */
function shortened(source: string): string {
  return decodeURIComponent(source)
    .replace(/^file:\/\//, "")
    .replace(/^turbopack:\/\/\/\[project\]\//, "")
    .replace(/^(\.\.\/)+/, "")
    .replace(/^.*\/node_modules\//, "node_modules/")
    .replace(/^.*\/(\.next\/)/, "$1")
}
