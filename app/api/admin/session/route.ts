import { getSession as contract } from "@/lib/http/contracts/service"
import { endpoint } from "@/lib/http/methods"
import { isOperator } from "@/lib/http/operator"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, request }) => ({
  operator: await isOperator(ctx, request),
}))
