import { BUTTON } from "@/lib/generated/button"

/** The button for other sites' pages (packages/button): one file, which any page may load. */
export function GET(): Response {
  return new Response(BUTTON, {
    headers: {
      "content-type": "text/javascript; charset=utf-8",
      "cache-control": "public, max-age=3600",
      "access-control-allow-origin": "*",
      "cross-origin-resource-policy": "cross-origin",
    },
  })
}
