import type { Context } from "@/lib/context"
import { fromHex, toHex } from "@/lib/hex"
import type { Project } from "./types"

/**
 * Makes a project: of the wallet that is signed in, or of the operator. It can do nothing yet; its keys can.
 *
 * @param input.owner whose it is; absent: the operator's
 */
export async function createProject(
  { db }: Context,
  input: { name: string; owner?: Project["owner"] },
): Promise<Project> {
  const { name, owner } = input
  return projectOf(
    await db.project.create({
      data: { name, ...(owner ? { ownerLockHash: fromHex(owner.lockHash), ownerAddress: owner.address } : {}) },
    }),
  )
}

interface ProjectRow {
  id: bigint
  name: string
  ownerLockHash: Uint8Array | null
  ownerAddress: string | null
  createdAt: Date
}

/** A row of the database in the words of the rest. */
export function projectOf({ id, name, ownerLockHash, ownerAddress, createdAt }: ProjectRow): Project {
  const owner =
    ownerLockHash === null || ownerAddress === null ? null : { lockHash: toHex(ownerLockHash), address: ownerAddress }
  return { id, name, owner, createdAt }
}
