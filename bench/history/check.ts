import type { Client } from "pg"

const RULES: Record<string, string> = {
  "the entries of a payment come to its amount": `
    SELECT p.id FROM payment p JOIN account a ON a.payment_id = p.id GROUP BY p.id HAVING sum(a.amount) <> p.amount`,
  "a payment has entries": `
    SELECT p.id FROM payment p LEFT JOIN account a ON a.payment_id = p.id WHERE a.id IS NULL`,
  "a group of the ledger comes to nothing": `
    SELECT group_id FROM ledger_entry GROUP BY group_id HAVING sum(amount) <> 0`,
  "a settlement pays what its entries come to": `
    SELECT s.id FROM settlement s JOIN account a ON a.settlement_id = s.id
    GROUP BY s.id HAVING sum(a.amount) <> s.amount`,
  "what the ledger owes a lock is what its unpaid entries come to": `
    SELECT lock_hash FROM (
      SELECT lock_hash, amount FROM ledger_entry WHERE account = 'owed'
      UNION ALL SELECT lock_hash, amount FROM account WHERE status IN ('available', 'settling') AND kind <> 'fee'
    ) line GROUP BY lock_hash HAVING sum(amount) <> 0`,
}

/**
 * What triggers and foreign keys would have asked of each row, asked of all at once: the loader writes with both
 * turned off.
 *
 * @throws Error that names the rules that do not hold
 */
export async function checkHistory(db: Client, tables: readonly string[]): Promise<void> {
  const broken: string[] = []
  const check = async (rule: string, violations: string) => {
    const { rows } = await db.query<{ some: boolean }>(`SELECT EXISTS (${violations}) AS some`)
    if (rows[0]?.some) broken.push(rule)
  }
  for (const [rule, violations] of Object.entries(RULES)) await check(rule, violations)
  for (const { name, violations } of await foreignKeys(db, tables)) await check(`foreign key ${name}`, violations)
  if (broken.length > 0) throw new Error(`the history breaks rules: ${broken.join(", ")}`)
}

/** Each foreign key of the tables, as a query for the rows that refer to nothing. */
async function foreignKeys(db: Client, tables: readonly string[]): Promise<{ name: string; violations: string }[]> {
  const { rows } = await db.query<{ name: string; violations: string }>(
    `SELECT c.conname AS name, format('SELECT FROM %s child LEFT JOIN %s parent ON %s WHERE %s AND parent.%I IS NULL',
      c.conrelid::regclass, c.confrelid::regclass,
      string_agg(format('parent.%I = child.%I', theirs.attname, ours.attname), ' AND '),
      string_agg(format('child.%I IS NOT NULL', ours.attname), ' AND '), min(theirs.attname)) AS violations
    FROM pg_constraint c, unnest(c.conkey, c.confkey) AS key(ours, theirs)
    JOIN pg_attribute ours ON ours.attnum = key.ours
    JOIN pg_attribute theirs ON theirs.attnum = key.theirs
    WHERE c.contype = 'f' AND c.conrelid = ANY($1::regclass[]) AND ours.attrelid = c.conrelid
      AND theirs.attrelid = c.confrelid
    GROUP BY c.oid, c.conname, c.conrelid, c.confrelid`,
    [tables],
  )
  return rows
}
