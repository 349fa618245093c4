import { readFile } from "node:fs/promises"
import { ccc } from "@ckb-ccc/core"
import { secp256k1 } from "@noble/curves/secp256k1.js"
import { HDKey } from "@scure/bip32"
import { mnemonicToSeed, validateMnemonic } from "@scure/bip39"
import { wordlist } from "@scure/bip39/wordlists/english.js"
import { type Config, ConfigError } from "@/lib/config"

/** The keys of the dev chain's issued cells: public, so worth nothing on any other chain. */
export const DEV_KEYS = [
  "0xd00c06bfd800d27397002dca6fb0993d5ba6399b4238b2f29ee9deb97593d2bc",
  "0x63d86723e08f0f813a36ce6aa123bb2289d90680ae1e99d4de8cdb334553f24d",
] as const

/** The first receiving address of a CKB wallet: BIP 44, coin type 309 (SLIP 44). */
const DERIVATION_PATH = "m/44'/309'/0'/0/0"

/**
 * The platform's private key from PLATFORM_KEY (hex or mnemonic) or the key store.
 *
 * @throws ConfigError that says what to mend, never the value
 */
export async function loadPlatformKey(config: Config): Promise<Uint8Array> {
  const key = config.keystore
    ? await openKeystore(config.keystore)
    : await keyFromText(config.platformKey?.reveal() ?? "")
  if (!secp256k1.utils.isValidSecretKey(key)) {
    throw new ConfigError(`${config.keystore ? "PLATFORM_KEYSTORE" : "PLATFORM_KEY"} holds no secp256k1 private key.`)
  }
  if (config.network !== "devnet" && DEV_KEYS.some((dev) => dev === ccc.hexFrom(key))) {
    throw new ConfigError(
      "PLATFORM_KEY is a key of the development chain. It is public: anybody could take the money. Make a new one.",
    )
  }
  return key
}

/** @param text 32 bytes of hex, or a mnemonic. @throws ConfigError for anything else, without quoting it */
export async function keyFromText(text: string): Promise<Uint8Array> {
  const trimmed = text.trim()
  if (/^(0x)?[0-9a-fA-F]{64}$/.test(trimmed)) return Buffer.from(trimmed.replace(/^0x/, ""), "hex")
  const words = trimmed.split(/\s+/).join(" ")
  if (!validateMnemonic(words, wordlist)) {
    throw new ConfigError("PLATFORM_KEY is neither 32 bytes of hex nor a valid BIP 39 mnemonic.")
  }
  const { privateKey } = HDKey.fromMasterSeed(await mnemonicToSeed(words)).derive(DERIVATION_PATH)
  if (!privateKey) throw new ConfigError("PLATFORM_KEY's mnemonic gives no key.")
  return privateKey
}

/** @throws ConfigError when the file cannot be read or opened, without telling which of file and password is wrong */
export async function openKeystore({ path, password }: NonNullable<Config["keystore"]>): Promise<Uint8Array> {
  const text = await readFile(path, "utf8").catch(() => {
    throw new ConfigError(`PLATFORM_KEYSTORE: the file ${path} cannot be read.`)
  })
  try {
    return (await ccc.keystoreDecrypt(JSON.parse(text), password.reveal())).privateKey
  } catch {
    throw new ConfigError("PLATFORM_KEYSTORE cannot be opened: the file or PLATFORM_KEYSTORE_PASSWORD is wrong.")
  }
}
