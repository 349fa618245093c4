import { runCommand } from "./command"
import { buildAudit } from "./packages/audit"
import { buildClient } from "./packages/client"

runCommand(import.meta.url, async () => {
  await buildClient()
  await buildAudit()
  return "built packages/client and packages/audit"
})
