/**
 * How many platform cells a transaction makes so that the pool keeps its size: as many as the rest can fill, at most
 * `atMost`, and one even when the rest is too little for it.
 *
 * @param left shannons that stay with the platform
 * @param each shannons that a cell should hold
 */
export function changeCells(left: bigint, each: bigint, atMost: number): number {
  return Math.max(1, Math.min(Number(left / each), atMost))
}
