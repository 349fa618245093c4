import type { Contract } from "../contract"
import * as approval from "./approval"
import * as event from "./event"
import * as fees from "./fees"
import * as job from "./job"
import * as link from "./link"
import * as operator from "./operator"
import * as overview from "./overview"
import * as pause from "./pause"
import * as payment from "./payment"
import * as paymentRecord from "./payment-record"
import * as pool from "./pool"
import * as profile from "./profile"
import * as project from "./project"
import * as receiver from "./receiver"
import * as refund from "./refund"
import * as rpc from "./rpc"
import * as service from "./service"
import * as session from "./session"
import * as settlement from "./settlement"
import * as statement from "./statement"
import * as totals from "./totals"
import * as webhook from "./webhook"
import * as withdrawal from "./withdrawal"

/**
 * The API, a file for each resource: of each route the body, the reply, how a row becomes that reply, and the contract.
 */
const RESOURCES = [
  payment,
  refund,
  totals,
  paymentRecord,
  overview,
  link,
  withdrawal,
  receiver,
  profile,
  project,
  event,
  webhook,
  statement,
  settlement,
  approval,
  pool,
  fees,
  pause,
  job,
  operator,
  session,
  rpc,
  service,
] as const

type Exports<R> = R extends unknown ? R[keyof R] : never
/** Exactly what each contract of the API says, for the types of clients. */
export type ApiContract = Extract<Exports<(typeof RESOURCES)[number]>, Contract>

/** The contracts among what a resource's file exports. */
export function contractsOf(resource: object): Contract[] {
  return Object.values(resource).filter((value) => typeof value === "object" && "method" in value && "path" in value)
}

export const CONTRACTS: readonly Contract[] = RESOURCES.flatMap(contractsOf)
