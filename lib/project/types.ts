import type { Hex } from "@/lib/hex"

/** `secret` for servers; `publishable` for pages, where anybody can read it. As the database's CHECK has it. */
export const KEY_KINDS = ["secret", "publishable"] as const
export type KeyKind = (typeof KEY_KINDS)[number]

/** What a key may do. As the database's CHECK has it. */
export const KEY_SCOPES = ["read", "pay", "link", "refund", "webhook"] as const
export type KeyScope = (typeof KEY_SCOPES)[number]

/** An integrator's account. Payments, links and events of it are seen by its own keys alone. */
export interface Project {
  id: bigint
  name: string
  /** the wallet that made it; null: the operator's */
  owner: { lockHash: Hex; address: string } | null
  /** `whpk_…`, checks what payers bring back to its shop */
  publicKey: string
  createdAt: Date
}

/** A key, without what it is known by: that was shown once. */
export interface ApiKey {
  id: bigint
  projectId: bigint
  kind: KeyKind
  name: string
  /** its first letters */
  prefix: string
  scopes: KeyScope[]
  /** the pages on which a publishable key works */
  origins: string[]
  createdAt: Date
  expiresAt: Date | null
  revokedAt: Date | null
  /** to the minute */
  lastUsedAt: Date | null
}
