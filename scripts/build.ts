import { runCommand } from "./command"
import { buildPages } from "./start/build"

runCommand(import.meta.url, async () => {
  const never = new AbortController().signal
  const built = await buildPages(process.env, never, () => process.stdout.write("building the pages …\n"))
  return built ? "built the pages" : "the pages are up to date"
})
