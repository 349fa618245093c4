import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import type { Context } from "@/lib/context"
import { listPayouts } from "@/lib/http/api/receiver"
import { getAccountProof, getCells, getLeaves, listCredits, listEpochs } from "@/lib/http/api/solvency"
import { call } from "@/lib/http/api.fixture"
import type { Contract } from "@/lib/http/contract"
import { anchorEpoch } from "@/lib/solvency/anchor"
import { makeEpoch } from "@/lib/solvency/make-epoch"
import { resendTransactions } from "@/lib/transaction/resend"
import { fromSomewhere } from "@/test/support/api"
import type { TestChain } from "@/test/support/chain"
import type { TestPlatform } from "@/test/support/context"
import { makeDue } from "@/test/support/payment"
import { sharedStage } from "@/test/support/stage"
import { audit } from "./audit"
import type { AuditOptions, AuditResult, EpochJson, Get } from "./types"

/** Blocks from one epoch to the next, in tests. */
const EVERY = 10
export const ENV = { CONFIRMATIONS: "3", SOLVENCY_BLOCKS: String(EVERY) }

/** A platform that gives account of itself, and whoever audits it. */
export function auditStage(options: Parameters<typeof sharedStage>[0] = {}) {
  const env = { ...ENV, ...options.env }
  return (
    sharedStage({ senderHas: ["1000", "1000", "1000"], cells: 8, reserve: 1_000_000_000_000n, ...options, env })
      .extend("get", { scope: "file" }, ({ ctx }): Get => serverOf(ctx))
      .extend("ask", { scope: "file" }, ({ chain }) => askOf(chain))
      // Audits the platform itself, or what a test shows instead.
      .extend(
        "auditOf",
        { scope: "file" },
        ({ get, ask }) =>
          (given: Partial<AuditOptions> = {}): Promise<AuditResult> =>
            audit({ get, rpc: ask, ...given }),
      )
      .extend(
        "newEpoch",
        { scope: "file" },
        ({ platform }) =>
          () =>
            newEpoch(platform),
      )
      .extend(
        "anchor",
        { scope: "file" },
        ({ chain, platform }) =>
          () =>
            anchor(chain, platform),
      )
  )
}

export function askOf(chain: TestChain): AuditOptions["rpc"] {
  return (method, params) => chain.rpc(method, ...params)
}

/** A node of a chain whose blocks come once an hour. */
export function hourlyBlocks(ask: AuditOptions["rpc"]): AuditOptions["rpc"] {
  return async (method, params) => {
    const answer = await ask(method, params)
    if (method !== "get_header_by_number") return answer
    const { number } = answer as { number: string }
    return { ...(answer as object), timestamp: `0x${(BigInt(number) * 3_600_000n).toString(16)}` }
  }
}

/** Makes an epoch that has all that is in a block by now. @returns its block */
export async function newEpoch({ ctx, mine }: TestPlatform): Promise<number> {
  const tip = await ctx.db.block.findFirstOrThrow({ orderBy: { number: "desc" } })
  const last = await ctx.db.solvencyEpoch.findFirst({ orderBy: { blockNumber: "desc" } })
  const block = Math.ceil(Math.max(Number(tip.number), Number(last?.blockNumber ?? 0n) + 1) / EVERY) * EVERY
  await mine(block + 3 - Number(tip.number))
  return Number(await makeEpoch(ctx))
}

/** The last anchor was longer ago than it was. */
export async function hourPasses({ db }: Context): Promise<void> {
  await db.$executeRaw`
    UPDATE pool_operation SET created_at = created_at - interval '61 minutes' WHERE anchors IS NOT NULL`
}

/** Puts the newest epoch on the chain. */
export async function anchor(chain: TestChain, { ctx, follow, mine }: TestPlatform): Promise<void> {
  await hourPasses(ctx)
  const id = await anchorEpoch(ctx)
  const { txHash } = await ctx.db.poolOperation.findUniqueOrThrow({ where: { id: id as bigint } })
  await chain.commit(`0x${Buffer.from(txHash).toString("hex")}`)
  await follow()
  await mine(3)
}

/** Sends what is signed until it is in a block, and takes that in. */
export async function commitAll({ ctx, mine }: TestPlatform): Promise<void> {
  await makeDue(ctx)
  await resendTransactions(ctx)
  while ((await ctx.db.chainTransaction.count({ where: { status: "signed" } })) > 0) await mine(1)
  await mine(3)
}

const CONTRACTS = [listEpochs, getLeaves, getCells, getAccountProof, listCredits, listPayouts]

/** The routes of a platform, called as by `fetch`. */
export function serverOf(ctx: Context): Get {
  return async (path) => {
    const { pathname, search } = new URL(path, "http://localhost")
    const { contract, params } = routeOf(pathname)
    const { status, headers, json } = await call(ctx, contract, {
      ...{ params, query: search.slice(1), headers: fromSomewhere() },
    })
    return new Response(json instanceof Uint8Array ? (json as BodyInit) : JSON.stringify(json), { status, headers })
  }
}

function routeOf(pathname: string): { contract: Contract; params: Record<string, string> } {
  for (const contract of CONTRACTS) {
    const pattern = new RegExp(`^${contract.path.replace(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`)
    const found = pattern.exec(pathname)
    if (found) return { contract, params: { ...found.groups } }
  }
  throw new Error(`no route for ${pathname}`)
}

/** All that a platform shows, as it would lie on a disk. */
export interface Shown {
  epochs: EpochJson[]
  files: Map<string, Uint8Array<ArrayBuffer>>
  accounts: Map<string, AccountShown>
}

interface ProofShown {
  block_number: number
  lock_hash: string
  owed: string
  pieces: PieceShown[]
}

export interface AccountShown {
  /** of the newest epoch */
  proof: ProofShown
  /** of the one before */
  before: ProofShown
  credits: CreditShown[]
  payouts: { tx_hash: string; amount: string; status: string }[]
}

export interface PieceShown {
  piece: number
  amount: string
  salt: string
}

export interface CreditShown {
  receipt: { tx_hash: string; payment_id: number; shares: { kind: string; address: string; amount: string }[] }
  refunds: { refund_id: number; taken: string; given: string; created_at: string }[]
}

/** Reads what a platform shows of its newest epoch, and to these addresses. */
export async function shownBy(get: Get, addresses: string[]): Promise<Shown> {
  const json = async (path: string) => (await get(path)).json()
  const epochs: EpochJson[] = await json("/api/solvency?limit=200")
  const [block, before] = epochs.map(({ block_number }) => block_number)
  const files = new Map<string, Uint8Array<ArrayBuffer>>()
  for (const { block_number } of epochs.slice(0, 2))
    for (const name of ["leaves", "cells"]) {
      const path = `/api/solvency/${block_number}/${name}`
      files.set(path, new Uint8Array(await (await get(path)).arrayBuffer()))
    }
  const accounts = new Map<string, AccountShown>()
  for (const address of addresses)
    accounts.set(address, {
      proof: await json(`/api/account/${address}/solvency?block=${block}`),
      before: await json(`/api/account/${address}/solvency?block=${before}`),
      credits: await json(`/api/account/${address}/credits?limit=200`),
      payouts: await json(`/api/account/${address}/payouts?limit=200`),
    })
  return { epochs, files, accounts }
}

/** Serves what lies on a disk. */
export function serve({ epochs, files, accounts }: Shown): Get {
  return async (path) => {
    const { pathname, searchParams } = new URL(path, "http://localhost")
    const file = files.get(pathname)
    if (file) return new Response(file)
    if (pathname === "/api/solvency") return Response.json(epochs)
    const [, address = "", name] = /^\/api\/account\/(\w+)\/(\w+)$/.exec(pathname) ?? []
    const account = accounts.get(address)
    if (!account) return new Response(null, { status: address ? 401 : 404 })
    const { proof, before, credits, payouts } = account
    const shown = searchParams.get("block") === `${before.block_number}` ? before : proof
    return Response.json(name === "solvency" ? shown : name === "credits" ? credits : payouts)
  }
}

/** Serves a platform by HTTP, for a program that asks for a web address. */
export async function listen(get: Get): Promise<{ url: string; stop: () => void }> {
  const server = createServer(async (request, response) => {
    const answer = await get(request.url ?? "/")
    response.writeHead(answer.status, Object.fromEntries(answer.headers))
    response.end(new Uint8Array(await answer.arrayBuffer()))
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, stop: () => server.close() }
}
