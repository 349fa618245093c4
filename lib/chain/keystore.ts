import { randomBytes } from "node:crypto"
import { open } from "node:fs/promises"
import { ccc } from "@ckb-ccc/core"
import { secp256k1 } from "@noble/curves/secp256k1.js"
import { ConfigError } from "@/lib/config"
import type { Network } from "@/lib/config-networks"
import type { Secret } from "@/lib/secret"
import { keyFromText, openKeystore } from "./keys"
import { createSigner } from "./signer"

const LEAST_PASSWORD = 12

export interface KeystoreInput {
  path: string
  password: Secret
  network: Network
  /** hex or mnemonic; without it a new key is drawn */
  given?: Secret
}

/**
 * Writes a key, encrypted by scrypt and AES, into a new file that only its owner can read. The key itself is shown
 * nowhere.
 *
 * @returns the platform's address under that key
 * @throws ConfigError when the password is short, the given key is none, or the file exists: it may hold money's only
 *   key
 */
export async function makeKeystore({ path, password, network, given }: KeystoreInput): Promise<string> {
  if (password.reveal().length < LEAST_PASSWORD)
    throw new ConfigError(
      `PLATFORM_KEYSTORE_PASSWORD must have at least ${LEAST_PASSWORD} characters. Nothing was written.`,
    )
  const key = given ? await keyFromText(given.reveal()) : secp256k1.utils.randomSecretKey()
  if (!secp256k1.utils.isValidSecretKey(key))
    throw new ConfigError("That is no secp256k1 private key. Nothing was written.")
  // Taken before the slow part: a file that exists may hold the only copy of a key.
  const file = await open(path, "wx", 0o600).catch((error: unknown) => {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error
    throw new ConfigError(`${path} exists and was left alone: it may hold the only copy of a key. Choose another name.`)
  })
  try {
    // A chain code belongs to the format; nothing is derived from this key, so it is drawn and forgotten.
    await file.writeFile(`${JSON.stringify(await ccc.keystoreEncrypt(key, randomBytes(32), password.reveal()))}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  return addressOf(key, network)
}

/**
 * Opens a key store as the server will, and tells whose it is.
 *
 * @throws ConfigError when file or password is wrong
 */
export async function keystoreAddress({ path, password, network }: Omit<KeystoreInput, "given">): Promise<string> {
  return addressOf(await openKeystore({ path, password }), network)
}

async function addressOf(key: Uint8Array, network: Network): Promise<string> {
  const client = network === "mainnet" ? new ccc.ClientPublicMainnet() : new ccc.ClientPublicTestnet()
  const { lock } = await createSigner(key, client)
  return ccc.Address.fromScript(lock, client).toString()
}
