import { createLink, linkJson, linkOfProjectJson, listLinksOfProject } from "@/lib/http/api/link"
import { methods } from "@/lib/http/methods"
import { pageJson } from "@/lib/http/paging"
import { route } from "@/lib/http/route"
import { createPaymentLink } from "@/lib/link/create"
import { listLinksOfProject as list } from "@/lib/link/query"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods(createLink, {
  GET: route(listLinksOfProject, async ({ ctx, query, project }) =>
    pageJson(await list(ctx, { projectId: project, ...query }), linkOfProjectJson),
  ),
  POST: route(createLink, async ({ ctx, body, project }) =>
    linkJson(
      await createPaymentLink(ctx, {
        receiver: body.receiver,
        amount: body.amount,
        presets: body.presets,
        title: body.title,
        note: body.note,
        splits: body.splits,
        info: body.info,
        category: body.category,
        oneTime: body.one_time,
        atCounter: body.at_counter,
        reference: body.reference,
        successUrl: body.success_url,
        cancelUrl: body.cancel_url,
        projectId: project,
        metadata: body.metadata,
        expiresAt: body.expires_at,
      }),
    ),
  ),
})
