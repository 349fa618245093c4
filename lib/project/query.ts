import type { Context } from "@/lib/context"
import { NotFound } from "@/lib/errors"
import { fromHex, type Hex } from "@/lib/hex"
import { type Page, pageOf } from "@/lib/page"
import { projectOf } from "./create"
import type { Project } from "./types"

/** @throws NotFound */
export async function getProject({ db }: Context, id: bigint): Promise<Project> {
  const row = await db.project.findUnique({ where: { id } })
  if (!row) throw new NotFound("There is no project with this id.")
  return projectOf(db, row)
}

/**
 * The newest first.
 *
 * @param filter.owner only those of this lock; absent: all
 */
export async function listProjects(
  { db }: Context,
  filter: { owner?: Hex; cursor?: bigint; limit: number },
): Promise<Page<Project>> {
  const rows = await db.project.findMany({
    where: {
      ...(filter.owner === undefined ? {} : { ownerLockHash: fromHex(filter.owner) }),
      ...(filter.cursor === undefined ? {} : { id: { lt: filter.cursor } }),
    },
    orderBy: { id: "desc" },
    take: filter.limit + 1,
  })
  return pageOf(await Promise.all(rows.map((row) => projectOf(db, row))), filter.limit)
}

/** Whether a project belongs to this lock. False for one that does not exist, too. */
export async function isOwnerOfProject({ db }: Context, id: bigint, lockHash: Hex): Promise<boolean> {
  return (await db.project.count({ where: { id, ownerLockHash: fromHex(lockHash) } })) > 0
}
