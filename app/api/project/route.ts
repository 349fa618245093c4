import { createProject, listProjects, projectJson } from "@/lib/http/api/project"
import { methods } from "@/lib/http/methods"
import { pageJson } from "@/lib/http/paging"
import { route } from "@/lib/http/route"
import { createProject as create } from "@/lib/project/create"
import { listProjects as list } from "@/lib/project/query"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods(createProject, {
  GET: route(listProjects, async ({ ctx, query }) => {
    const owner = ctx.actor.kind === "wallet" ? ctx.actor.lockHash : undefined
    return pageJson(await list(ctx, { owner, ...query }), projectJson)
  }),
  POST: route(createProject, async ({ ctx, body }) => {
    const owner = ctx.actor.kind === "wallet" ? ctx.actor : null
    return projectJson(await create(ctx, { name: body.name, owner }))
  }),
})
