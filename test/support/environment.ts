export const PLATFORM_KEY = "0x5f1c5e2bdb6e0c5b3d1f0a9e8d7c6b5a49382716f5e4d3c2b1a0998877665544"
export const ADMIN_PASSWORD = "correct horse battery"

/** The least that a server must be told to start. */
export function environment(databaseUrl: string, rpcUrl: string): Record<string, string> {
  return { DATABASE_URL: databaseUrl, CKB_RPC_URL: rpcUrl, PLATFORM_KEY, ADMIN_PASSWORD }
}
