/**
 * The installation that this file came from: there its checkouts are, and nobody else's word counts.
 *
 * An attribute could be written by whoever may write a comment on a page; the address of a script cannot.
 */
export const SERVER = new URL(scriptAddress()).origin

function scriptAddress(): string {
  const script = document.currentScript
  if (script instanceof HTMLScriptElement && script.src) return script.src
  // As a module a script does not know which one it is.
  return document.querySelector<HTMLScriptElement>('script[src$="/button.js"]')?.src ?? location.href
}
