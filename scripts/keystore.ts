/**
 * The platform's key in an encrypted file, for PLATFORM_KEYSTORE. The password is PLATFORM_KEYSTORE_PASSWORD, as for
 * the server.
 *
 *   npm run keystore -- make FILE             draws a new key
 *   npm run keystore -- make FILE --import    takes one from standard input: hex, or a mnemonic
 *   npm run keystore -- show FILE             opens it and prints its address
 *
 * The key is never an argument, which other accounts of the machine could read, and it is never printed.
 */
import { text } from "node:stream/consumers"
import { parseArgs } from "node:util"
import { keystoreAddress, makeKeystore } from "@/lib/chain/keystore"
import { ConfigError } from "@/lib/config"
import { NETWORKS } from "@/lib/config-networks"
import { Secret } from "@/lib/secret"
import { say } from "./command-context"
import { loadSettings, setting } from "./settings"

const USAGE = "Say `make FILE`, `make FILE --import` with the key on standard input, or `show FILE`."

try {
  await run()
} catch (error) {
  // Only our own words: a library's might quote what it could not read.
  process.stderr.write(`${error instanceof ConfigError ? error.message : "The key store could not be made."}\n`)
  process.exitCode = 1
}

async function run(): Promise<void> {
  loadSettings()
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { import: { type: "boolean" } } })
  const [command, path, ...rest] = positionals
  if (path === undefined || rest.length > 0 || (command !== "make" && command !== "show")) throw new ConfigError(USAGE)
  const network = NETWORKS.find((known) => known === (setting("CKB_NETWORK") ?? "devnet"))
  if (!network) throw new ConfigError(`CKB_NETWORK must be one of ${NETWORKS.join(", ")}.`)
  const password = setting("PLATFORM_KEYSTORE_PASSWORD")
  if (password === undefined)
    throw new ConfigError(
      "Set PLATFORM_KEYSTORE_PASSWORD, for example: read -rs PLATFORM_KEYSTORE_PASSWORD; export PLATFORM_KEYSTORE_PASSWORD",
    )
  const store = { path, password: new Secret(password), network }
  if (command === "show") return say(await keystoreAddress(store))
  const given = values.import ? new Secret(await text(process.stdin)) : undefined
  const address = await makeKeystore({ ...store, ...(given && { given }) })
  say(`${path} holds the key of ${address} (${network}).`)
  say("Keep a copy of the file and the password, apart: without both, what this address holds is lost.")
}
