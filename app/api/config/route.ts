import { configJson, getConfig as contract } from "@/lib/http/api/service"
import { endpoint } from "@/lib/http/methods"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx }) => configJson(ctx))
