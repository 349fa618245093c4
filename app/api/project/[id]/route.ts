import { getProject as contract, projectJson } from "@/lib/http/api/project"
import { endpoint } from "@/lib/http/methods"
import { getProject } from "@/lib/project/query"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, params }) =>
  projectJson(await getProject(ctx, params.id)),
)
