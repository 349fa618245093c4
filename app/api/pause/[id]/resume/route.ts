import { resume as contract } from "@/lib/http/api/pause"
import { endpoint } from "@/lib/http/methods"
import { resume } from "@/lib/operator/pause-and-resume"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, params, body }) => {
  await resume(ctx, { ...params, ...body })
})
