import type { Page } from "@playwright/test"

/**
 * How browsers translate a page. Chrome and Edge put elements with other texts in the place of each text; some
 * extensions move the text into an element of their own; Firefox writes all that an element holds anew.
 */
export const TRANSLATORS = ["replaces", "moves", "rewrites"] as const
export type Translator = (typeof TRANSLATORS)[number]

/**
 * Does to each text of the page, and to each that comes later, what a translator does, but for the words: they stay, so
 * that what such a page says can be compared with one that nobody translates.
 */
function translator(kind: Translator): void {
  const KEPT = "font, script, style, noscript, option, textarea, [translate=no]"
  const font = (content: Node) => {
    const outer = document.createElement("font")
    const inner = document.createElement("font")
    outer.append(inner)
    inner.append(content)
    return outer
  }
  const ours = new WeakSet<Node>()
  const translated = (text: Text) => {
    const copy = document.createTextNode(text.data)
    ours.add(copy)
    return copy
  }
  const handle = (text: Text) => {
    const parent = text.parentElement
    if (!parent || !text.data.trim() || ours.has(text) || parent.closest(KEPT)) return
    if (kind === "moves") {
      const outer = document.createElement("font")
      text.replaceWith(outer)
      outer.append(text)
    } else if (kind === "replaces") {
      parent.insertBefore(font(translated(text)), text)
      parent.removeChild(text)
    } else {
      const all = [...parent.childNodes]
      const anew = all.map((node) => (node instanceof Text && !ours.has(node) ? translated(node) : node))
      parent.replaceChildren(...anew)
    }
  }
  const translate = (root: Node) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
    const texts: Text[] = []
    while (walker.nextNode()) texts.push(walker.currentNode as Text)
    for (const text of root instanceof Text ? [root] : texts) handle(text)
  }
  const begin = () => {
    translate(document.body)
    new MutationObserver((changes) => {
      const news = new Set(
        changes.flatMap(({ type, target, addedNodes }) => (type === "childList" ? [...addedNodes] : [target])),
      )
      // The words come back from a service, a moment later.
      setTimeout(() => {
        for (const node of news) if (node.isConnected) translate(node)
      }, 30)
    }).observe(document.body, { subtree: true, childList: true, characterData: true })
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin)
  else begin()
}

/** Translates the page that is open. */
export async function translate(page: Page, kind: Translator): Promise<void> {
  await page.evaluate(translator, kind)
}

/** Translates each page as soon as its markup is there, before its scripts have taken it over. */
export async function translateAtOnce(page: Page, kind: Translator): Promise<void> {
  await page.addInitScript(translator, kind)
}
