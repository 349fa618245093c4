import type { Chain } from "@/lib/chain/chain"
import type { Config } from "@/lib/config"
import type { Db } from "@/lib/db"
import type { Logger } from "@/lib/log"

/** What every verb needs, so that nothing is passed through four functions. Time is the database's clock. */
export interface Context {
  config: Config
  db: Db
  chain: Chain
  log: Logger
}
