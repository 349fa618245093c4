import type { DbTransaction } from "@/lib/db"
import { SchemaNewer } from "@/lib/errors"
import { KNOWN_MIGRATIONS } from "@/lib/generated/migrations"

/**
 * Refuses to go on under a schema that is newer than this build. A newer version may count, split or bind in a way that
 * this one would undo, so an instance that was left running beside it goes on reading and signs nothing more.
 *
 * The table is locked until the transaction ends (ACCESS SHARE, as any reading does), and a migration locks it against
 * that for as long as it runs (`scripts/schema-adapter.ts`): what passes here commits under the schema that was looked
 * at. One migration that was begun and not rolled back counts already, although its schema may not be there yet.
 *
 * @param known the migrations that this build was made with
 * @throws SchemaNewer
 */
export async function requireKnownSchema(
  db: DbTransaction,
  known: readonly string[] = KNOWN_MIGRATIONS,
): Promise<void> {
  const [row] = await db.$queryRaw<{ unknown: boolean }[]>`
    SELECT EXISTS (
      SELECT FROM "_prisma_migrations" WHERE rolled_back_at IS NULL AND migration_name <> ALL (${[...known]})
    ) AS unknown`
  if (row?.unknown !== false) throw new SchemaNewer()
}
