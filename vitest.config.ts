import { defineConfig } from "vitest/config"

export default defineConfig({
  resolve: { alias: { "@": import.meta.dirname } },
  test: {
    environment: "node",
    include: ["{app,components,devnet,inngest,lib,packages,scripts,test}/**/*.test.{ts,tsx}"],
    globalSetup: "test/setup/database-desk.ts",
    // Each worker brings connections, devnets and signatures; more of them than cores only makes time limits fire.
    maxWorkers: 2,
    // Generous: a limit is there to end what hangs, not to measure a busy machine. A stage starts in a test's own time.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
