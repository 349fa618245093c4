import { listAllProjects as contract, projectJson } from "@/lib/http/api/project"
import { endpoint } from "@/lib/http/methods"
import { pageJson } from "@/lib/http/paging"
import { listProjects } from "@/lib/project/query"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, query }) =>
  pageJson(await listProjects(ctx, query), projectJson),
)
