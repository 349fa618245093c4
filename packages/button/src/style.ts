/** A sheet that is made by a script is no inline style: a page's policy need not allow any. */
export function createSheet(): CSSStyleSheet[] {
  try {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(CSS)
    return [sheet]
  } catch {
    // Browsers from before 2023: it is a link, and looks like one.
    return []
  }
}

const CSS = `
:host { display: inline-flex; flex-wrap: wrap; align-items: center; gap: .5em; font: inherit }
:host([hidden]) { display: none }
a {
  display: inline-flex; align-items: center; box-sizing: border-box; min-height: 2.75em; padding: .5em 1.25em;
  border: 1px solid transparent; border-radius: .6em; background: var(--micro-pay-color, #08704f);
  color: var(--micro-pay-ink, #fff); font-weight: 600; line-height: 1.2; text-decoration: none; cursor: pointer
}
a:hover { filter: brightness(1.1) }
a:focus-visible { outline: 3px solid var(--micro-pay-color, #08704f); outline-offset: 2px }
span:empty { display: none }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
@media (forced-colors: active) { a { border-color: LinkText } }
`
