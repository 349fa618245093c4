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
import * as solvency from "./solvency"
import * as statement from "./statement"
import * as totals from "./totals"
import * as webhook from "./webhook"
import * as withdrawal from "./withdrawal"

/**
 * The API, a file for each resource: of each route the body, the reply, how a row becomes that reply, and the contract.
 */
const RESOURCES = {
  payment,
  refund,
  totals,
  link,
  event,
  webhook,
  project,
  receiver,
  statement,
  solvency,
  profile,
  withdrawal,
  settlement,
  session,
  service,
  rpc,
  operator,
  overview,
  paymentRecord,
  approval,
  pool,
  fees,
  pause,
  job,
} as const
export type Resource = keyof typeof RESOURCES

type Exports<R> = R extends unknown ? R[keyof R] : never
/** Exactly what each contract of the API says, for the types of clients. */
export type ApiContract = Extract<Exports<(typeof RESOURCES)[Resource]>, Contract>

const isContract = (value: unknown): value is Contract =>
  typeof value === "object" && value !== null && "method" in value && "path" in value

/** The contracts among what a resource's file exports. */
export function contractsOf(resource: object): Contract[] {
  return Object.values(resource).filter(isContract)
}

export interface Operation {
  /** what its contract is exported as: `createLink` */
  name: string
  resource: Resource
  contract: Contract
}

export const OPERATIONS: readonly Operation[] = (Object.keys(RESOURCES) as Resource[]).flatMap((resource) =>
  Object.entries<unknown>(RESOURCES[resource]).flatMap(([name, contract]) =>
    isContract(contract) ? [{ name, resource, contract }] : [],
  ),
)

export const CONTRACTS: readonly Contract[] = OPERATIONS.map(({ contract }) => contract)
