import { expect, it } from "vitest"
import { lastingSettings } from "./settings"

const GIB = 1_073_741_824

it.each([
  [GIB / 2, "128MB"],
  [4 * GIB, "512MB"],
  [64 * GIB, "1024MB"],
])("of a machine with %d bytes PostgreSQL shares %s", (memory, shared) => {
  expect(lastingSettings(memory).shared_buffers).toBe(shared)
})
