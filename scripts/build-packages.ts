import { runCommand } from "./command"
import { buildClient } from "./packages/client"

runCommand(import.meta.url, async () => {
  await buildClient()
  return "built packages/client"
})
