import type { Epoch } from "@/lib/client/types"

/** Units of the drawing, which is stretched to the room there is. */
export const WIDTH = 1_000
export const HEIGHT = 100
/** What any sum at all still shows. */
const LEAST = 1

type Proof = Pick<Epoch, "block_number" | "every" | "owed" | "held">

/** Shapes as SVG writes them. */
export interface Drawing<P extends Proof = Epoch> {
  owed: string
  held: string
  /** what was owed where less was held */
  short: string
  /** the blocks at both ends */
  from: number
  to: number
  /** @param part of the width, from 0 to 1 @returns undefined where no proof was made */
  at(part: number): P | undefined
  /** where a proof stands, from the left */
  middle(proof: P): number
}

/** A proof, and the blocks that it is drawn over. */
interface Span<P> {
  proof: P
  begin: number
  end: number
}

/**
 * Draws each proof over the blocks since the one that was due before it. Where none was made there is a gap.
 *
 * @param proofs oldest first, at least one
 * @param top the height of the drawing in shannons
 */
export function drawHistory<P extends Proof>(proofs: readonly P[], top: bigint): Drawing<P> {
  const spans = spansOf(proofs)
  const [from, to] = [spans[0]?.begin ?? 0, spans.at(-1)?.end ?? 0]
  const x = (block: number) => Math.round(((block - from) * WIDTH * 10) / (to - from)) / 10
  const y = (shannons: string) => HEIGHT - heightOf(BigInt(shannons), top)
  /** along the tops of proofs that follow one another */
  const steps = (run: Span<P>[], amount: (proof: P) => string) => {
    const tops = run.map(({ proof, end }) => `${y(amount(proof))}H${x(end)}`)
    return `M${x(run[0]?.begin ?? 0)} ${tops.join("V")}`
  }
  const owed = ({ owed }: P) => owed
  const area = (run: Span<P>[]) => `${steps(run, owed)}V${HEIGHT}H${x(run[0]?.begin ?? 0)}Z`
  const runs = runsOf(spans)
  const short = spans.filter(({ proof }) => BigInt(proof.held) < BigInt(proof.owed))
  return {
    owed: runs.map(area).join(""),
    held: runs.map((run) => steps(run, ({ held }) => held)).join(""),
    short: short.map((span) => area([span])).join(""),
    ...{ from, to },
    at(part) {
      const block = from + part * (to - from)
      return spans.find(({ begin, end }) => begin <= block && block <= end)?.proof
    },
    middle({ block_number: block }) {
      const span = spans.find(({ end }) => end === block)
      return span ? (x(span.begin) + x(span.end)) / 2 : 0
    },
  }
}

function spansOf<P extends Proof>(proofs: readonly P[]): Span<P>[] {
  return proofs.map((proof, at) => {
    const { block_number: end, every } = proof
    return { proof, begin: Math.max(end - every, proofs[at - 1]?.block_number ?? 0), end }
  })
}

/** Proofs between which none is missing. */
function runsOf<P>(spans: readonly Span<P>[]): Span<P>[][] {
  const runs: Span<P>[][] = []
  for (const span of spans) {
    const run = runs.at(-1)
    if (run && run.at(-1)?.end === span.begin) run.push(span)
    else runs.push([span])
  }
  return runs
}

/** Only a height is a rounded number. */
function heightOf(shannons: bigint, top: bigint): number {
  const exact = Number((shannons * BigInt(HEIGHT * 100)) / top) / 100
  return shannons === 0n ? 0 : Math.max(exact, LEAST)
}
