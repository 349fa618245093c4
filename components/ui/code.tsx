import { Fragment } from "react"
import { CopyButton } from "./copy-button"

/** Lines to copy. On a narrow screen they scroll within their box, also by keyboard. */
export function CodeBlock({ text, copyLabel }: { text: string; copyLabel: string }) {
  return (
    <div translate="no" className="relative rounded-xl bg-sunken">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard (WCAG 2.1.1) */}
      <pre tabIndex={0} className="overflow-x-auto rounded-xl p-4 pr-14 text-sm leading-6">
        <code>{text}</code>
      </pre>
      <CopyButton text={text} label={copyLabel} className="absolute right-1 top-1 bg-sunken" />
    </div>
  )
}

/** A text in which what stands between backticks is code. */
export function Prose({ text }: { text: string }) {
  return text.split("`").map((piece, index) =>
    index % 2 === 0 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text stay in their order
      <Fragment key={index}>{piece}</Fragment>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text stay in their order
      <code key={index} translate="no" className="rounded-sm bg-sunken px-1 text-sm wrap-anywhere">
        {piece}
      </code>
    ),
  )
}
