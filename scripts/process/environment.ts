/** What programs need of their surroundings: where others are, whose they are, how they speak. */
const PLAIN =
  /^(PATH|HOME|USER|LOGNAME|SHELL|LANG|LANGUAGE|LC_\w+|TZ|TERM|TMPDIR|TEMP|TMP|SystemRoot|LD_LIBRARY_PATH|NODE_OPTIONS|NEXT_PUBLIC_\w+)$/i

/**
 * The environment of a child that needs no secret. A process shows its own to every process of its account, and runs
 * whatever may make it print it (PostgreSQL: COPY FROM PROGRAM), so what is not there cannot be read.
 */
export function plainEnvironment(more: Record<string, string> = {}): NodeJS.ProcessEnv {
  const plain = Object.entries(process.env).filter(([name]) => PLAIN.test(name))
  return { ...Object.fromEntries(plain), ...more } as NodeJS.ProcessEnv
}
