import type { Context } from "@/lib/context"
import type { Db } from "@/lib/db"
import { StateMismatch } from "@/lib/errors"
import { fromHex, toHex } from "@/lib/hex"
import { returnKeyOf } from "./return-signature"
import type { Project } from "./types"

/** A wallet costs nothing, and a project is cheap; but nobody needs a thousand. */
const MAX_PROJECTS = 50

/**
 * Makes a project: of the wallet that is signed in, or of the operator. It can do nothing yet; its keys can.
 *
 * @param input.owner whose it is; absent: the operator's
 * @throws StateMismatch when the wallet has as many as it may have
 */
export async function createProject(
  { db }: Context,
  input: { name: string; owner?: Project["owner"] },
): Promise<Project> {
  const { name, owner } = input
  if (owner && (await db.project.count({ where: { ownerLockHash: fromHex(owner.lockHash) } })) >= MAX_PROJECTS)
    throw new StateMismatch(`A wallet has at most ${MAX_PROJECTS} projects. Nothing was made.`)
  const row = await db.project.create({
    data: { name, ...(owner ? { ownerLockHash: fromHex(owner.lockHash), ownerAddress: owner.address } : {}) },
  })
  return projectOf(db, row)
}

interface ProjectRow {
  id: bigint
  name: string
  ownerLockHash: Uint8Array | null
  ownerAddress: string | null
  createdAt: Date
}

/** A row of the database in the words of the rest. */
export async function projectOf(db: Db, row: ProjectRow): Promise<Project> {
  const { id, name, ownerLockHash, ownerAddress, createdAt } = row
  const owner =
    ownerLockHash === null || ownerAddress === null ? null : { lockHash: toHex(ownerLockHash), address: ownerAddress }
  return { id, name, owner, publicKey: await returnKeyOf(db, id), createdAt }
}
