import type { DirectRoutes } from "@/lib/http/direct"

/** The routes that every payment waits for. */
const DIRECT: DirectRoutes = {
  "/api/payment/prepare": () => import("@/app/api/payment/prepare/route"),
  "/api/payment/submit": () => import("@/app/api/payment/submit/route"),
  "/api/payment/transfer": () => import("@/app/api/payment/transfer/route"),
}

/**
 * Next calls this once when a server starts, before it answers. `next build` loads the routes, but must connect to
 * nothing.
 */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs" || process.env.NEXT_PHASE === "phase-production-build") return
  const { hideSecrets } = await import("@/lib/config")
  hideSecrets()
  const { guardRequests } = await import("@/lib/http/guard")
  // Under development Next compiles a route anew each time it is edited.
  guardRequests(process.env.NODE_ENV === "production" ? DIRECT : {})
  const { answerSiblings } = await import("@/lib/http/siblings")
  const { ownFigures } = await import("@/lib/http/metrics")
  answerSiblings(ownFigures)
  const { boot } = await import("@/lib/boot")
  boot()
}
