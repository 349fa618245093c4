/** One line a step: what was done and how long it took. Nothing new begins once the stopping has. */
export async function step<T>(
  signal: AbortSignal,
  name: string,
  work: () => Promise<T>,
  summary: (result: T) => string,
): Promise<T> {
  signal.throwIfAborted()
  const began = performance.now()
  const result = await work()
  sayStep(name, `${summary(result)} (${((performance.now() - began) / 1000).toFixed(1)} s)`)
  return result
}

export function sayStep(name: string, text: string): void {
  say(`  ${name.padEnd(12)} ${text}`)
}

export function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
