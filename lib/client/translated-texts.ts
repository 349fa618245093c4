/** Where a text of the page stood before somebody else took it out. */
interface Place {
  parent: Node
  /** what was put there instead */
  standIn: ChildNode | null
  next: Node | null
}

/**
 * Lets a page live on while the browser translates it. A translation takes texts out of the page and puts elements with
 * other texts in their place. React knows nothing of it: it goes on writing into the texts that nobody sees any more,
 * and fails when it removes one, or inserts something before it. With this,
 *
 * - a text that is written to while it is out comes back to its place, and the old translation goes: what the reader
 *   sees is true, and the browser may translate it anew;
 * - removing such a text removes what stands in for it, and inserting before it inserts before that.
 *
 * To be called once, before React takes the page over. See ADR 31.
 */
export function keepTranslatedTextsLive(page: Document): void {
  const places = new WeakMap<Node, Place>()
  const observer = new MutationObserver(take)
  observer.observe(page, { childList: true, subtree: true })
  // One of its own: the first forgets for a while what it was told of a text that has just left the page.
  const writes = new MutationObserver((records) => {
    for (const { target } of records) bringBack(target as Text)
  })

  function take(records: MutationRecord[]): void {
    const added = new Set<Node>()
    for (const record of records) {
      for (const node of record.addedNodes) added.add(node)
      for (const node of record.removedNodes) if (node instanceof Text) lose(node, record, added)
    }
    for (const node of added) comeBack(node)
  }

  function lose(text: Text, record: MutationRecord, added: Set<Node>): void {
    if (text.parentNode === record.target) return
    const standIn = standInOf(text, record, added)
    places.set(text, { parent: record.target, standIn, next: record.nextSibling })
    writes.observe(text, { characterData: true })
  }

  /** Somebody put the text itself back: what stood in for it would say the same a second time. */
  function comeBack(node: Node): void {
    const place = places.get(node)
    if (!place || node.parentNode !== place.parent) return
    places.delete(node)
    if (place.standIn?.parentNode === place.parent) place.standIn.remove()
  }

  function bringBack(text: Text): void {
    const place = places.get(text)
    // A translation may also move a text into an element of its own: then it is seen where it is.
    if (!place || text.isConnected) return
    places.delete(text)
    if (place.standIn?.parentNode === place.parent) place.standIn.replaceWith(text)
    else place.parent.insertBefore(text, place.next?.parentNode === place.parent ? place.next : null)
  }

  /** What React means by a child that is not there any more: undefined if that is no translation's doing. */
  function meant(parent: Node, child: Node): { node: Node | null } | undefined {
    take(observer.takeRecords())
    const place = places.get(child)
    if (place?.parent !== parent) return undefined
    if (place.standIn?.parentNode === parent) return { node: place.standIn }
    return { node: place.next?.parentNode === parent ? place.next : null }
  }

  const { removeChild, insertBefore } = Node.prototype
  Node.prototype.removeChild = function <T extends Node>(this: Node, child: T): T {
    if (child.parentNode === this || !meant(this, child)) return removeChild.call(this, child) as T
    const standIn = places.get(child)?.standIn
    places.delete(child)
    if (standIn?.parentNode === this) standIn.remove()
    // It may have been moved to where the stand-in is not.
    child.parentNode?.removeChild(child)
    return child
  }
  Node.prototype.insertBefore = function <T extends Node>(this: Node, node: T, before: Node | null): T {
    if (before === null || before.parentNode === this) return insertBefore.call(this, node, before) as T
    const there = meant(this, before)
    return insertBefore.call(this, node, there ? there.node : before) as T
  }
}

/** What a translation has put where the text was, which some do at once and others before they take the text out. */
function standInOf(text: Text, record: MutationRecord, added: Set<Node>): ChildNode | null {
  const out = [...record.removedNodes].filter((node) => node instanceof Text)
  const put = [...record.addedNodes].filter(isTranslation)
  const candidates = out.length === put.length ? [put[out.indexOf(text)]] : [record.previousSibling, record.nextSibling]
  const found = candidates.find((node) => node && added.has(node) && isTranslation(node))
  return (found as ChildNode | undefined) ?? null
}

/** Translations write texts, bare or in this element, which nobody else uses any more. */
function isTranslation(node: Node): boolean {
  return node.nodeType === Node.TEXT_NODE || node.nodeName === "FONT"
}
