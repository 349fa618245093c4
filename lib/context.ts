import type { Actor } from "@/lib/actor"
import type { Chain } from "@/lib/chain/chain"
import type { Config } from "@/lib/config"
import type { Db } from "@/lib/db"
import type { Logger } from "@/lib/log"

/**
 * What every verb needs, so that nothing is passed through four functions. Time is the database's clock. A verb that
 * not everybody may use says in its parameter whose context it takes.
 */
export interface Context<A extends Actor = Actor> {
  config: Config
  db: Db
  chain: Chain
  log: Logger
  actor: A
}

/** The same database and chain, in the name of somebody else. */
export function actingAs<A extends Actor>(ctx: Context, actor: A): Context<A> {
  return { ...ctx, actor }
}
