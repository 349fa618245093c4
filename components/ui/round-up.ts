/** The next sum that people call round: 1, 2 or 5 with noughts behind it. Exact, as half of it is, for the axis. */
export function roundUp(highest: bigint): bigint {
  let unit = 10n
  while (unit * 10n <= highest) unit *= 10n
  const round = [1n, 2n, 5n, 10n].find((times) => unit * times >= highest) ?? 10n
  return round * unit
}
