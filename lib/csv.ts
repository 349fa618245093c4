import { stringify } from "csv-stringify/sync"

/**
 * The first line of a table as CSV (RFC 4180). Before it stands a byte order mark, without which Excel takes the text
 * for another encoding than UTF-8.
 */
export function csvHead(columns: string[]): string {
  return `\uFEFF${stringify([columns])}`
}

/** Lines of a table, in which no cell is a formula: numbers stay what they are, before texts there is an apostrophe. */
export function csvRows(rows: string[][]): string {
  return stringify(rows.map((row) => row.map((cell) => (NUMBER.test(cell) ? cell : withoutFormulas(cell)))))
}

const NUMBER = /^-?\d+(\.\d+)?$/

/**
 * Signs that begin a formula, plain and in full width, where a cell may begin: at the start, and behind whatever some
 * program takes for the end of a cell. A file that is opened with another separator than the comma is cut inside of
 * quotes too (OWASP, "CSV Injection").
 */
const FORMULA =
  /(^|[\r\n\v\f\u0085\u2028\u2029\t;|,])([\s"]*)([=+\-@\uff1d\uff0b\uff0d\uff20\ufe62\ufe63\ufe66\ufe6b])/g

/** A person's text that no spreadsheet runs. */
export function withoutFormulas(text: string): string {
  return text.replace(FORMULA, "$1$2'$3")
}
