/** The same choices with this one in or out. */
export function chosen<T>(all: readonly T[], choice: T, isIn: boolean): T[] {
  return isIn ? [...all, choice] : all.filter((other) => other !== choice)
}
