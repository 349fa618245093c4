import type { Hex } from "./hex"

/** Somebody who is signed in as an operator, on the pages or in the API. */
export interface OperatorActor {
  kind: "operator"
  name: string
}

/** Whoever may run commands on the machine. */
export interface CommandActor {
  kind: "command"
}

/** The platform by its own rules. */
export interface PlatformActor {
  kind: "platform"
  /** the id of a job or a loop */
  job: string
}

/** The owner of a lock, who has signed in with their wallet. */
export interface WalletActor {
  kind: "wallet"
  lockHash: Hex
  address: string
}

/** A program with an API key, in the name of a project. */
export interface ProjectActor {
  kind: "project"
  projectId: bigint
  keyId: bigint
  /** by a publishable key: anybody can read it in a page, and a program can say that it is that page */
  isAnybody: boolean
}

/** A request that does not say who it is. What it may do, it may by what it knows (a client secret), or as anybody. */
export interface Nobody {
  kind: "nobody"
}

/**
 * Who can agree with each other: each operator is one person however often signed in, the machine's command line
 * another.
 */
export type Person = OperatorActor | CommandActor

/** Who has a name in what is written down for ever. */
export type NamedActor = Person | PlatformActor | WalletActor

/** Who acts. Routes, jobs and commands say so once, where they make their context. */
export type Actor = NamedActor | ProjectActor | Nobody

/** How the database calls who acted. Rows from before operators had names say `operator`. */
export type ActorName = `operator:${string}` | "command" | "platform" | "receiver"

export function nameOf(actor: NamedActor): ActorName {
  if (actor.kind === "operator") return `operator:${actor.name}`
  // Only receivers do by wallet what is written down.
  return actor.kind === "wallet" ? "receiver" : actor.kind
}
