/**
 * One value for the whole process. Next bundles each route by itself, so a module's own variable may exist once for
 * each route: a counter or a limit kept there would count only a part.
 */
export function perProcess<T>(name: string, make: () => T): T {
  const key = Symbol.for(`micro-pay.${name}`)
  const store = globalThis as unknown as Record<symbol, T | undefined>
  const value = store[key] ?? make()
  store[key] = value
  return value
}
