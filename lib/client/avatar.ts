/** Two letters on a colour, by which people tell one payee from another. */
export interface Avatar {
  letters: string
  /** #rrggbb, dark enough for white letters */
  color: string
}

/** The colour comes from the address, that is from the lock: a name can be chosen to look like another's, this not. */
export function avatarOf(address: string, displayName: string): Avatar {
  const letters = displayName.split(/[\s_.-]+/).flatMap((word) => /[\p{L}\p{N}]/u.exec(word)?.[0] ?? [])
  return { letters: letters.slice(0, 2).join("").toUpperCase(), color: colorOf(hash(address) % 360) }
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0
  return value
}

/** hsl(hue, 50%, 30%): white on any of these has a contrast of at least 4.5. */
function colorOf(hue: number): string {
  const part = (offset: number) => {
    const k = (offset + hue / 30) % 12
    const value = 0.3 - 0.15 * Math.max(-1, Math.min(k - 3, 9 - k, 1))
    return Math.round(255 * value)
      .toString(16)
      .padStart(2, "0")
  }
  return `#${part(0)}${part(8)}${part(4)}`
}
