import { defineConfig } from "vitest/config"

export default defineConfig({
  resolve: { alias: { "@": import.meta.dirname } },
  test: {
    environment: "node",
    include: ["{app,components,devnet,inngest,lib,scripts,test}/**/*.test.{ts,tsx}"],
    globalSetup: "test/setup/database-desk.ts",
    // Each worker brings connections, devnets and signatures; more of them than cores only makes time limits fire.
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
})
