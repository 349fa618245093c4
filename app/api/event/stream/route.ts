import { followEvents as contract } from "@/lib/http/api/event"
import { endpoint } from "@/lib/http/methods"
import { projectEvents } from "@/lib/http/project-events"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, ({ ctx, request, project }) =>
  projectEvents(ctx, project, request.headers.get("last-event-id")),
)
