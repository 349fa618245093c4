import { spawn } from "node:child_process"
import { once } from "node:events"
import { context, trace } from "@opentelemetry/api"
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-node"
import { expect } from "vitest"
import { toHex } from "@/lib/hex"
import { settle } from "@/lib/settlement/settle"
import { startInbox } from "@/test/support/inbox"
import { ckb, pay } from "@/test/support/payment"
import { until } from "@/test/support/rpc"
import { sharedStage } from "@/test/support/stage"
import { inRequest, inSpan, logTies, traceParent } from "./trace"

const test = sharedStage({ senderHas: ["300"] }).extend(
  "spans",
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads here which fixtures it uses
  ({}, { onCleanup }) => {
    const exporter = new InMemorySpanExporter()
    new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }).register()
    onCleanup(() => {
      trace.disable()
      context.disable()
    })
    return exporter
  },
)

test("without an SDK a step is done, ties nothing, and stores no trace", async ({
  ctx,
  platform,
  chain,
  sender,
  receiver,
}) => {
  expect(await inSpan("payment.prepare", {}, async () => [traceParent(), logTies()])).toEqual([null, {}])
  expect(await inRequest("r-1", async () => logTies())).toEqual({ requestId: "r-1" })
  await pay(platform, chain, sender, receiver, ckb("1"))
  expect((await ctx.db.chainTransaction.findFirst())?.traceParent).toBeNull()
  const runs = 100_000
  const begun = performance.now()
  for (let run = 0; run < runs; run++) await inSpan("payment.prepare", { payment_id: 1n }, async () => {})
  // Microseconds a step: a payment has four of them, beside some thousands of them for the database.
  expect(((performance.now() - begun) / runs) * 1_000).toBeLessThan(50)
})

test("from prepare to paid each step is told, ties to the one before, and says nothing but numbers", async ({
  ctx,
  platform,
  chain,
  sender,
  receiver,
  spans,
}) => {
  const { paymentId } = await pay(platform, chain, sender, receiver, ckb("70"))
  const { settlements } = await settle(ctx)
  const { txHash } = await ctx.db.settlement.findUniqueOrThrow({ where: { id: settlements[0] ?? 0n } })
  await chain.commit(toHex(txHash))
  await platform.follow()
  const told = spans.getFinishedSpans()
  const one = (name: string) => told.filter((span) => span.name === name)
  const [prepare, submit] = [one("payment.prepare")[0], one("payment.submit")[0]]
  expect([prepare?.attributes, submit?.attributes]).toEqual([
    { "micropay.payment_id": Number(paymentId) },
    { "micropay.payment_id": Number(paymentId) },
  ])
  const sign = one("transaction.sign").find(({ attributes }) => "micropay.payment_id" in attributes)
  const send = one("transaction.send").find(({ attributes }) => "micropay.payment_id" in attributes)
  for (const inner of [sign, send]) expect(inner?.parentSpanContext?.spanId).toBe(submit?.spanContext().spanId)
  for (const step of ["payment.committed", "payment.confirmed"]) {
    const [span] = one(step)
    expect(span?.attributes, step).toEqual({ "micropay.payment_id": Number(paymentId) })
    expect(
      span?.links.map((link) => link.context.spanId),
      step,
    ).toEqual([sign?.spanContext().spanId])
    expect(span?.parentSpanContext, step).toBeUndefined()
  }
  expect(one("settlement.confirmed")[0]?.attributes).toEqual({ "micropay.settlement_id": Number(settlements[0]) })
  const said = JSON.stringify(told.map(({ attributes, events, status }) => [attributes, events, status]))
  expect(said).not.toMatch(/ck[tb]1|0x|7000000000/)
  const refused = await inSpan("payment.submit", {}, async () => {
    throw Object.assign(new Error(sender.address), { code: "HOLD_LOST" })
  }).catch(() => spans.getFinishedSpans().at(-1))
  expect(refused).toMatchObject({ status: { message: "HOLD_LOST" }, events: [] })
  expect(await inSpan("job.run", {}, async () => logTies())).toEqual({
    trace_id: expect.stringMatching(/^[0-9a-f]{32}$/),
    span_id: expect.stringMatching(/^[0-9a-f]{16}$/),
  })
})

test("the example in ops sends what a process does to a collector", async () => {
  const collector = await startInbox()
  const program = `const { trace } = await import("@opentelemetry/api")
    trace.getTracer("micro-pay").startSpan("payment.prepare").end()`
  const child = spawn(process.execPath, ["--input-type=module", "-e", program], {
    env: { ...process.env, NODE_OPTIONS: "--import ./ops/tracing.mjs", OTEL_EXPORTER_OTLP_ENDPOINT: collector.url },
  })
  const [code] = await once(child, "exit")
  expect(code).toBe(0)
  await until("a span", async () => collector.received.length > 0)
  expect(collector.received[0]?.path).toBe("/v1/traces")
  expect(collector.received[0]?.body).toContain("payment.prepare")
  expect(collector.received[0]?.body).toContain("micro-pay")
  await collector.stop()
})
