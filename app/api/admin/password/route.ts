import { changeOwnPassword as contract } from "@/lib/http/api/operator"
import { changeOwnPassword } from "@/lib/http/login"
import { endpoint } from "@/lib/http/methods"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  contract,
  async ({ ctx, request, operator, body, headers }) =>
    changeOwnPassword(ctx, request, operator, { now: body.password, next: body.new_password }, headers),
)
