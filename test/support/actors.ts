import type { CommandActor, OperatorActor, PlatformActor } from "@/lib/actor"
import { actingAs, type Context } from "@/lib/context"

/** Tests act as commands on the machine do, unless they say otherwise. */
export type TestContext = Context<CommandActor>

export function asOperator(ctx: Context, name = "admin"): Context<OperatorActor> {
  return actingAs(ctx, { kind: "operator", name })
}

export function asPlatform(ctx: Context, job = "test"): Context<PlatformActor> {
  return actingAs(ctx, { kind: "platform", job })
}
