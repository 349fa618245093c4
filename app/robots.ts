import type { MetadataRoute } from "next"

/** They say who pays whom, or are nobody's business but the operator's. */
const PRIVATE = ["/pay", "/payments", "/receipt/", "/receiver/", "/admin", "/api/"]
/** They fetch a payment link that somebody has posted, to show what it is, and index nothing. */
const PREVIEWS = [
  "Twitterbot",
  "facebookexternalhit",
  "LinkedInBot",
  "Slackbot",
  "TelegramBot",
  "Discordbot",
  "WhatsApp",
]

export default function robots(): MetadataRoute.Robots {
  return {
    rules: [
      { userAgent: PREVIEWS, allow: "/", disallow: PRIVATE },
      { userAgent: "*", allow: "/", disallow: [...PRIVATE, "/p/"] },
    ],
  }
}
