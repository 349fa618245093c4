import { getMetrics as contract } from "@/lib/http/api/service"
import { endpoint } from "@/lib/http/methods"
import { metricsText } from "@/lib/http/metrics"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, headers }) => {
  const { text, contentType } = await metricsText(ctx)
  headers.set("content-type", contentType)
  return text
})
