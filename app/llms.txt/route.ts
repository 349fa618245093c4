import { llmsText } from "@/components/developers/llms"
import { reachedAt } from "@/lib/http/origin"
import { getConfig } from "@/lib/runtime"

/** What programs that write programs read first (llmstxt.org). */
export function GET(request: Request): Response {
  const headers = { "content-type": "text/plain; charset=utf-8" }
  return new Response(llmsText(reachedAt(getConfig(), request).replace(/\/$/, "")), { headers })
}
