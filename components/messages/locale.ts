/** The languages of the pages, as BCP 47 and `Intl` name them. */
export const LOCALES = ["en", "zh-CN"] as const
export type Locale = (typeof LOCALES)[number]

/** Where a reader's choice is kept, for a year. It holds nothing but the language. */
export const LOCALE_COOKIE = "micropay.locale"

/** In a page's address: the language, for a browser that keeps no cookie. `proxy.ts` hands it on in the header. */
export const LOCALE_QUERY = "lang"
export const LOCALE_HEADER = "x-locale"

/** What each language calls itself, and how it asks to be chosen: a reader may know only this one. */
export const LANGUAGES: Record<Locale, { name: string; choose: string }> = {
  en: { name: "English", choose: "Switch to English" },
  "zh-CN": { name: "中文", choose: "切换为中文" },
}

/**
 * The language for a request: the one chosen here before, else the first of the browser's that there is, else English.
 *
 * @param chosen the cookie's value
 * @param accepted the header Accept-Language, as RFC 9110 12.5.4 writes it: "zh-CN,zh;q=0.9,en;q=0.8"
 */
export function chooseLocale(chosen: string | undefined, accepted: string | null): Locale {
  return toLocale(chosen ?? "") ?? acceptedLocales(accepted ?? "")[0] ?? "en"
}

function acceptedLocales(header: string): Locale[] {
  return header
    .split(",")
    .map((range) => {
      const [tag = "", ...parameters] = range.split(";").map((part) => part.trim())
      const weight = parameters.find((parameter) => parameter.startsWith("q="))
      return { locale: toLocale(tag), weight: weight === undefined ? 1 : Number(weight.slice(2)) }
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .flatMap(({ locale }) => locale ?? [])
}

/** "zh-Hant-HK" is Chinese: its readers read these texts more easily than English ones. */
function toLocale(tag: string): Locale | undefined {
  const language = languageOf(tag)
  return LOCALES.find((locale) => languageOf(locale) === language)
}

function languageOf(tag: string): string | undefined {
  return tag.toLowerCase().split("-")[0]
}
