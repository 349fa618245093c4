/**
 * Characters that nobody sees: spaces and line ends of any kind, marks of direction, joiners, soft hyphens, byte order
 * marks.
 */
export const INVISIBLE = /[\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/gu

/** Whether there is nothing to see in a text. */
export function isBlank(text: string): boolean {
  return text.replace(INVISIBLE, "") === ""
}

/**
 * An address as it was meant: no character of an address is invisible, so what a chat program, a PDF or a line break
 * put in between goes. The scheme of a QR code goes as well, where nothing but an address follows.
 */
export function cleanAddress(text: string): string {
  return text.replace(INVISIBLE, "").replace(/^ckb:(?:\/\/)?(?=ck[bt]1[0-9a-z]+$)/i, "")
}
