import { getJobs as contract } from "@/lib/http/contracts/service"
import { jobsJson } from "@/lib/http/jobs"
import { endpoint } from "@/lib/http/methods"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx }) => jobsJson(ctx))
