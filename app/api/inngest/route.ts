import { serveInngest } from "@/inngest/serve"

export const GET = serveInngest("GET")
export const POST = serveInngest("POST")
export const PUT = serveInngest("PUT")
