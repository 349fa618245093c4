/**
 * Next calls this once when a server starts, before it answers. `next build` loads the routes, but must connect to
 * nothing.
 */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs" || process.env.NEXT_PHASE === "phase-production-build") return
  const { hideSecrets } = await import("@/lib/config")
  hideSecrets()
  const { guardRequests } = await import("@/lib/http/guard")
  guardRequests()
  const { answerSiblings } = await import("@/lib/http/siblings")
  const { ownFigures } = await import("@/lib/http/metrics")
  answerSiblings(ownFigures)
  const { boot } = await import("@/lib/boot")
  boot()
}
