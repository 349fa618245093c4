import { isConcurrent, withoutComments } from "./schema-adapter"

/**
 * What may not stand in a migration, because instances of the version before run on while it is applied, and payments
 * with them: CONTRIBUTING.md, "Migrations". A comment `-- contract: …` before a statement says why nobody needs any
 * more what it takes away, `-- small: …` why its table is too small for a lock to be felt.
 */
interface Rule {
  finds: RegExp
  says: string
  /** the comment that lifts it */
  unless?: RegExp
  /** what the statement may have that makes it harmless */
  but?: RegExp
}

const CONTRACT = /--\s*contract:\s*\S/i
const SMALL = /--\s*small:\s*\S/i

const RULES: Rule[] = [
  {
    finds: /\bADD\s+(?:COLUMN\s+)?(?:IF\s+NOT\s+EXISTS\s+)?"\w+"\s[^,]*\bNOT\s+NULL\b/i,
    but: /\b(DEFAULT|GENERATED)\b/i,
    says: "adds a column that the version before does not fill: give it a default, or let it be null",
  },
  {
    finds: /\bDROP\s+(DEFAULT|COLUMN|TABLE|VIEW|FUNCTION|TYPE|SEQUENCE)\b/i,
    unless: CONTRACT,
    says: "takes away what the version before may use: do it one release later",
  },
  {
    finds: /\bRENAME\b/i,
    unless: CONTRACT,
    says: "renames what the version before uses: add the new one, move over, and take the old one away one release later",
  },
  {
    finds: /\bALTER\s+(?:COLUMN\s+)?"\w+"\s+(?:SET\s+DATA\s+)?TYPE\b/i,
    unless: CONTRACT,
    says: "rewrites a table under an exclusive lock",
  },
  {
    finds: /\bSET\s+NOT\s+NULL\b/i,
    unless: CONTRACT,
    says: "reads the whole table under an exclusive lock, and refuses rows of the version before",
  },
  {
    finds: /\bADD\s+(?:CONSTRAINT\s+"?\w+"?\s+)?(CHECK|FOREIGN\s+KEY)\b/i,
    but: /\bNOT\s+VALID\b/i,
    unless: SMALL,
    says: "checks the whole table under a lock: add it NOT VALID, and VALIDATE it in a migration of its own",
  },
  {
    finds: /\bADD\s+(?:CONSTRAINT\s+"?\w+"?\s+)?(UNIQUE|PRIMARY\s+KEY|EXCLUDE)\b/i,
    but: /\bUSING\s+INDEX\b/i,
    unless: SMALL,
    says: "builds an index under an exclusive lock: build it CONCURRENTLY first, then add the constraint USING INDEX",
  },
  {
    finds: /\bCREATE\s+(?:UNIQUE\s+)?INDEX\s+(?!CONCURRENTLY)/i,
    unless: SMALL,
    says: "builds an index while nobody can write: CREATE INDEX CONCURRENTLY, in a migration of its own",
  },
]

/** @returns a sentence for each statement that must not stand there, oldest rule first */
export function dangersOf(sql: string): string[] {
  const statements = sql.replace(/\$(\w*)\$[\s\S]*?\$\1\$/g, "''").split(";")
  const whole = withoutComments(sql)
  const made = new Set(Array.from(whole.matchAll(/\bCREATE\s+TABLE\s+"(\w+)"/gi), ([, name]) => name))
  const found = statements.flatMap((statement) => {
    const code = withoutComments(statement).trim()
    // Nobody uses yet what is made here.
    if (made.has(tableOf(code))) return []
    return RULES.filter(
      ({ finds, but, unless }) => finds.test(code) && !but?.test(code) && !unless?.test(statement),
    ).map(({ says }) => `${code.replace(/\s+/g, " ").slice(0, 80)} … ${says}`)
  })
  if (isConcurrent(sql)) found.push(...dangersOfConcurrent(whole))
  if (/\bNOT\s+VALID\b/i.test(whole) && /\bVALIDATE\s+CONSTRAINT\b/i.test(whole))
    found.push(
      "VALIDATE CONSTRAINT … beside the NOT VALID that it goes with keeps that one's lock: use a migration of its own",
    )
  return found
}

/**
 * It runs outside of a transaction, statement by statement: each must do no harm when the migration begins once more.
 */
function dangersOfConcurrent(whole: string): string[] {
  const statements = whole.split(";").flatMap((statement) => statement.trim() || [])
  const others = statements.filter((statement) => !/\bINDEX\s+CONCURRENTLY\b/i.test(statement))
  const dropped = new Set(names(whole, /\bDROP\s+INDEX\s+CONCURRENTLY\s+IF\s+EXISTS\s+"(\w+)"/gi))
  const created = names(whole, /\bCREATE\s+(?:UNIQUE\s+)?INDEX\s+CONCURRENTLY\s+"(\w+)"/gi)
  return [
    ...others.map(
      (statement) => `${statement.slice(0, 80)} … stands beside CONCURRENTLY, so it would be outside of a transaction`,
    ),
    ...created
      .filter((name) => !dropped.has(name))
      .map(
        (name) =>
          `CREATE INDEX CONCURRENTLY "${name}" … needs a DROP INDEX CONCURRENTLY IF EXISTS before it, for what an earlier try left`,
      ),
  ]
}

function names(text: string, pattern: RegExp): string[] {
  return Array.from(text.matchAll(pattern), ([, name]) => name ?? "")
}

function tableOf(code: string): string | undefined {
  return /^(?:ALTER\s+TABLE\s+(?:ONLY\s+)?|CREATE\s+(?:UNIQUE\s+)?INDEX\s+"\w+"\s+ON\s+)"(\w+)"/i.exec(code)?.[1]
}
