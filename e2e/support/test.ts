import { readFileSync } from "node:fs"
import { join } from "node:path"
import { test as base } from "@playwright/test"
import { Platform } from "./platform"

export { expect } from "@playwright/test"

interface Fixtures {
  platform: Platform
  /** the folder in which the project's installation keeps its state */
  home: string
  /** the operator's password, where `npm start` keeps it */
  password: string
}

/** Where playwright.config.ts lets each project's installation keep its state. */
const HOMES: Record<string, string> = { devnet: "devnet", appearance: "appearance", "real node": "real-node/home" }

export const test = base.extend<Fixtures>({
  platform: async ({ baseURL }, use) => {
    if (!baseURL) throw new Error("the project has no baseURL")
    await use(await Platform.at(baseURL))
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from this pattern which fixtures are needed
  home: async ({}, use, { project }) => {
    const folder = process.env.E2E_FOLDER
    const home = HOMES[project.name]
    if (!folder || !home) throw new Error(`no installation is known for the project ${project.name}`)
    await use(join(folder, home))
  },
  password: async ({ home }, use) => {
    await use(readFileSync(join(home, "admin.password"), "utf8").trim())
  },
})
