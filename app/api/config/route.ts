import { getConfig as contract } from "@/lib/http/contracts/service"
import { configJson } from "@/lib/http/json"
import { endpoint } from "@/lib/http/methods"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx }) => configJson(ctx))
