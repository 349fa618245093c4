import { beginEnrolment as contract } from "@/lib/http/api/operator"
import { endpoint } from "@/lib/http/methods"
import { beginEnrolment } from "@/lib/operator/account/second-factor"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, operator }) =>
  beginEnrolment(ctx, operator.name),
)
