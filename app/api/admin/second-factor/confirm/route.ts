import { finishEnrolment as contract } from "@/lib/http/api/operator"
import { enrol } from "@/lib/http/login"
import { endpoint } from "@/lib/http/methods"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  contract,
  async ({ ctx, request, body, headers }) => enrol(ctx, request, body.code, headers),
)
