import { runCommand } from "./command"
import { plainEnvironment } from "./process/environment"
import { buildPages } from "./start/build"

runCommand(import.meta.url, async () => {
  const never = new AbortController().signal
  const built = await buildPages(plainEnvironment(), never, () => process.stdout.write("building the pages …\n"))
  return built ? "built the pages" : "the pages are up to date"
})
