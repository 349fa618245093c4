import type { MetadataRoute } from "next"
import { getMessages, getTexts } from "@/components/messages/server"
import { SITE } from "@/components/messages/site"

/** For the home screen of a phone. The browser's bar stays where it can: payers look there whom they deal with. */
export default async function manifest(): Promise<MetadataRoute.Manifest> {
  const { common: t, locale } = await getMessages()
  const { nav } = await getTexts(SITE)
  return {
    id: "/",
    name: t.siteName,
    short_name: t.siteName,
    description: t.siteDescription,
    lang: locale,
    start_url: "/",
    display: "standalone",
    display_override: ["minimal-ui", "standalone"],
    theme_color: "#f6f8f7",
    background_color: "#f6f8f7",
    icons: [
      { src: "/icons/192.png", sizes: "192x192", type: "image/png" },
      { src: "/icons/512.png", sizes: "512x512", type: "image/png" },
      { src: "/icons/maskable-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
    ],
    shortcuts: [
      { name: nav.receive, url: "/receiver" },
      { name: nav.payments, url: "/payments" },
    ],
  }
}
