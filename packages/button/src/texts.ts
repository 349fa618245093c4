/**
 * What the button says by itself, in the languages of the checkout. Each can be set: `label`, `label-tip` and so on.
 */
const TEXTS = {
  en: {
    label: "Pay {amount} CKB",
    "label-open": "Pay in CKB",
    "label-tip": "Tip",
    "label-window": "opens a new window",
    "label-signed": "Payment on its way",
    "label-paid": "Paid {amount} CKB",
    "label-total": "{amount} CKB from {count}",
  },
  zh: {
    label: "支付 {amount} CKB",
    "label-open": "用 CKB 支付",
    "label-tip": "打赏",
    "label-window": "在新窗口打开",
    "label-signed": "付款处理中",
    "label-paid": "已支付 {amount} CKB",
    "label-total": "{count} 次打赏，共 {amount} CKB",
  },
} as const

export type TextName = keyof (typeof TEXTS)["en"]
export const TEXT_NAMES = Object.keys(TEXTS.en) as TextName[]

/** A text of the element's own, else of its language: its `lang`, or that of what it stands in. */
export function textOf(element: Element, name: TextName, values: Record<string, string> = {}): string {
  const text = element.getAttribute(name) ?? TEXTS[languageOf(element).startsWith("zh") ? "zh" : "en"][name]
  return text.replace(/\{(\w+)\}/g, (_, value: string) => values[value] ?? "")
}

export function languageOf(element: Element): string {
  return element.closest<HTMLElement>("[lang]")?.lang.toLowerCase() ?? ""
}
