import { expect, it } from "vitest"
import { loadConfig } from "@/lib/config"

it("a failpoint is refused off the devnet", () => {
  const environment = {
    DATABASE_URL: "postgresql://localhost/none",
    CKB_RPC_URL: "http://127.0.0.1:1",
    PLATFORM_KEY: "0x1",
    ADMIN_PASSWORD: "test password",
    MICROPAY_FAILPOINT: "transfer#1 before commit",
  }
  expect(loadConfig(environment).failpoint).toBe("transfer#1 before commit")
  for (const CKB_NETWORK of ["testnet", "mainnet"])
    expect(() => loadConfig({ ...environment, CKB_NETWORK })).toThrow("MICROPAY_FAILPOINT")
})
