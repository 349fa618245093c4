import { defineConfig } from "vitest/config"

/** The whole fault suite: long, so it is a command of its own (`npm run test:faults`). */
export default defineConfig({
  resolve: { alias: { "@": import.meta.dirname } },
  test: {
    environment: "node",
    include: ["faults/**/*.test.ts"],
    globalSetup: "test/setup/database-desk.ts",
    setupFiles: "faults/tally.ts",
    reporters: ["verbose", "./faults/report.ts"],
    maxWorkers: 2,
    // A limit ends what hangs; a busy machine is slow.
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
})
