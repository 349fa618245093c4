import { connect, createServer, type Server, type Socket } from "node:net"
import { z } from "zod"
import { connectRpc } from "@/lib/chain/rpc"
import type { Context } from "@/lib/context"
import { connectDatabase } from "@/lib/db"
import { Secret } from "@/lib/secret"
import type { TestContext } from "@/test/support/actors"

/** Where a process is to die: at so many messages that it has sent, before or after the one is obeyed. */
export interface Death {
  message: number
  side: "before" | "after"
}

/** An instance of the platform that can be cut off from the world at any of its messages. */
export interface Mortal {
  ctx: TestContext
  /** Runs `work` until it ends or the instance dies. @returns whether it died */
  run(death: Death, work: (ctx: Context) => Promise<unknown>): Promise<boolean>
  end(): Promise<void>
}

/**
 * A process that is killed is, for everybody else, one whose sockets close between two messages, and that never says
 * anything again. That is what happens here, to the byte: PostgreSQL and the node are reached through two lines that
 * are cut at the chosen message of either, all at once and for good. What it was waiting for never comes, so no `catch`
 * and no `finally` of it runs while the model goes on, and what runs of it when it is cleared away reaches nobody: a
 * line refuses strangers. The only thing that this spares and SIGKILL would not is memory, which the verbs keep none of
 * between calls.
 */
export async function createMortal(ctx: TestContext, name: string): Promise<Mortal> {
  const line = new Line()
  const database = new URL(ctx.config.databaseUrl.reveal())
  database.searchParams.set("application_name", name)
  database.port = String(await line.open(new URL(ctx.config.databaseUrl.reveal()), name))
  database.hostname = "127.0.0.1"
  const node = new URL(ctx.config.rpcUrl.reveal())
  node.port = String(await line.open(new URL(ctx.config.rpcUrl.reveal()), `/${name}`))
  node.pathname = `/${name}`
  const config = { ...ctx.config, databaseUrl: new Secret(database.toString()), rpcUrl: new Secret(node.toString()) }
  const own: TestContext = {
    actor: ctx.actor,
    config,
    log: ctx.log,
    db: connectDatabase(config.databaseUrl.reveal(), 3),
    chain: { ...ctx.chain, rpc: connectRpc(config.rpcUrl.reveal()) },
  }
  await own.db.$queryRaw`SELECT 1`
  return {
    ctx: own,
    run: async (death, work) => {
      const died = line.dieAt(death)
      const ended = work(own).then(
        () => false,
        (error: unknown) => {
          // Its refusals are its client's to hear, as of any other instance.
          if (!line.dead) throw error
          return true
        },
      )
      const dead = await Promise.race([ended, died.then(() => true)])
      if (dead) await forgotten(ctx, name)
      return dead
    },
    end: async () => {
      line.close()
      await own.db.$disconnect().catch(() => {})
    },
  }
}

/** The server notices a closed socket a moment later; until then the dead one's locks stand, as after a real kill. */
async function forgotten(ctx: Context, name: string): Promise<void> {
  for (let poll = 0; poll < 1_000; poll++) {
    const [row] = await ctx.db.$queryRaw<{ count: bigint }[]>`
      SELECT count(*) AS count FROM pg_stat_activity WHERE application_name = ${name}`
    if (row?.count === 0n) return
  }
  throw new Error("PostgreSQL keeps the sessions of a process that is gone")
}

class Line {
  dead = false
  readonly #servers: Server[] = []
  readonly #clients = new Set<Socket>()
  readonly #upstreams = new Set<Socket>()
  #sent = 0
  #death: Death | undefined
  #onDeath: () => void = () => {}

  /** @param password what a client's first message must hold: a port may be given to another process later */
  async open(target: URL, password: string): Promise<number> {
    const server = createServer((client) => this.#connect(client, target, password))
    this.#servers.push(server)
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
    return z.object({ port: z.number() }).parse(server.address()).port
  }

  dieAt(death: Death): Promise<void> {
    this.#sent = 0
    this.#death = death
    return new Promise((resolve) => {
      this.#onDeath = resolve
    })
  }

  close(): void {
    this.dead = true
    for (const server of this.#servers) server.close()
    for (const socket of [...this.#clients, ...this.#upstreams]) socket.destroy()
  }

  #connect(client: Socket, target: URL, password: string): void {
    this.#clients.add(client)
    client.on("error", () => {})
    if (this.dead) return
    const upstream = connect({ host: target.hostname, port: Number(target.port) })
    this.#upstreams.add(upstream)
    upstream.on("error", () => {})
    client.on("close", () => upstream.destroy())
    upstream.on("close", () => {
      this.#upstreams.delete(upstream)
      // A dead process hears nothing, not even that.
      if (!this.dead) client.destroy()
    })
    let known = false
    let dying = false
    client.on("data", (chunk) => {
      if (this.dead) return
      if (!known && !chunk.includes(password)) return void client.destroy()
      known = true
      this.#sent += 1
      if (this.#death?.message === this.#sent) {
        if (this.#death.side === "before") return this.#die()
        dying = true
      }
      upstream.write(chunk)
    })
    upstream.on("data", (chunk) => {
      if (dying) this.#die()
      if (!this.dead) client.write(chunk)
    })
  }

  #die(): void {
    this.dead = true
    for (const socket of this.#upstreams) socket.destroy()
    this.#onDeath()
  }
}
