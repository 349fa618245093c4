/**
 * The `Content-Disposition` of a file to keep (RFC 6266): what it is, whose, and of when, so that the second one does
 * not look like the first.
 *
 * @param address in its canonical form: letters and digits
 */
export function attachment(what: string, address: string, when = new Date().toISOString().slice(0, 10)): string {
  return `attachment; filename="micro-pay-${what}-${address.slice(0, 6)}-${address.slice(-6)}-${when}.csv"`
}
