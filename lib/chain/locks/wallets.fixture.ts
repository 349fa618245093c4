import { ccc } from "@ckb-ccc/connector-react"
import { p256 } from "@noble/curves/nist.js"
import { secp256k1 } from "@noble/curves/secp256k1.js"
import { sha256 } from "@noble/hashes/sha2.js"
import { vi } from "vitest"
import { evmAccount, evmProvider } from "@/test/support/evm-wallet"
import { KEY_A } from "./offline.fixture"

/** MetaMask, under CCC's own EIP-6963 signer. */
export function evmWallet(client: ccc.Client, key: ccc.Hex = KEY_A): ccc.Signer {
  return new ccc.Eip6963.Signer(client, evmProvider(evmAccount(ccc.bytesFrom(key))) as never)
}

/** UniSat's provider, under CCC's own signer. `header` is the BIP-137 base: 31 for P2PKH, 39 for P2WPKH addresses. */
export function btcWallet(client: ccc.Client, key: ccc.Hex = KEY_A, header = 31): ccc.Signer {
  const secret = ccc.bytesFrom(key)
  const provider = {
    getAccounts: async () => ["an address that the lock does not depend on"],
    getPublicKey: async () => ccc.hexFrom(secp256k1.getPublicKey(secret, true)).slice(2),
    signMessage: async (text: string) => {
      const [recovery = 0, ...rs] = sign(secp256k1, ccc.messageHashBtcEcdsa(text), secret)
      return Buffer.from([header + recovery, ...rs]).toString("base64")
    },
  }
  return new ccc.UniSat.Signer(client, provider as never)
}

/** JoyID's popup, under CCC's own signer: answers CCC's request as the app does, with a passkey made by hand. */
export async function joyidWallet(client: ccc.Client, key: ccc.Hex = KEY_A): Promise<ccc.Signer> {
  const publicKey = p256.getPublicKey(ccc.bytesFrom(key), false).subarray(1)
  const args = ccc.hexFrom(ccc.bytesConcat([0, 1], ccc.bytesFrom(ccc.hashCkb(publicKey)).subarray(0, 20)))
  const address = (await ccc.Address.fromKnownScript(client, ccc.KnownScript.JoyId, args)).toString()
  const connection = { address, publicKey: ccc.hexFrom(publicKey), keyType: "main_key" }
  vi.stubGlobal("location", { href: "https://shop.invalid/pay" })
  const app: Record<"signTransaction" | "signMessage", PopupApp> = {
    signTransaction: (request) => {
      const tx = ccc.Transaction.from(JSON.parse(request.get("tx") ?? ""))
      const indexes: number[] = JSON.parse(request.get("witnessIndexes") ?? "")
      const [first = 0] = indexes
      const lock = joyidSignature(key, joyidMessage(tx, indexes))
      tx.setWitnessArgsAt(first, ccc.WitnessArgs.from({ ...tx.getWitnessArgsAt(first), lock }))
      return { tx: JSON.parse(tx.stringify()) }
    },
    signMessage: (request) => joyidMessageSignature(key, request.get("challenge") ?? ""),
  }
  const repo = { get: async () => connection, set: async () => {} }
  class Wallet extends ccc.JoyId.CkbSigner {
    override async signOnlyTransaction(tx: ccc.TransactionLike): Promise<ccc.Transaction> {
      stubPopup(app.signTransaction, "SignCkbRawTx")
      return super.signOnlyTransaction(tx)
    }

    override async signMessageRaw(message: string): Promise<string> {
      stubPopup(app.signMessage, "SignMessage")
      return super.signMessageRaw(message)
    }
  }
  return new Wallet(client, "micro-pay", "icon", "https://joyid.invalid", undefined, repo)
}

/** What the passkey is asked to sign: JoyID's documented digest, with 129 zeros for the lock field. */
export function joyidMessage(tx: ccc.Transaction, [first = 0, ...others]: number[]): ccc.Hex {
  const zeroed = ccc.WitnessArgs.from({ ...tx.getWitnessArgsAt(first), lock: new Uint8Array(129) })
  const parts = [
    ccc.hexFrom(zeroed.toBytes()),
    ...others.map((i) => tx.witnesses[i]),
    ...tx.witnesses.slice(tx.inputs.length),
  ]
  return ccc.hashCkb(
    ccc.bytesConcat(
      tx.hash(),
      ...parts.flatMap((part = "0x") => [ccc.numLeToBytes(ccc.bytesFrom(part).length, 8), part]),
    ),
  )
}

/** How an assertion may depart from the ordinary, to see it refused. */
export interface Assertion {
  mode?: number
  flags?: number
  clientData?: (challenge: string) => string | Uint8Array
}

/** JoyID's lock field: mode, public key, signature, authenticator data, clientDataJSON. */
export function joyidSignature(key: ccc.Hex, message: ccc.Hex, assertion: Assertion = {}): ccc.Hex {
  const publicKey = p256.getPublicKey(ccc.bytesFrom(key), false).subarray(1)
  const { signature, signed } = assertionOf(key, message.slice(2), assertion)
  return ccc.hexFrom(ccc.bytesConcat([assertion.mode ?? 1], publicKey, signature, signed))
}

/** What JoyID's app answers to a request to sign a message, as @joyid/ckb's `verifyNativeKeySignature` takes it. */
export function joyidMessageSignature(key: ccc.Hex, text: string, assertion: Assertion = {}) {
  const { signature, signed } = assertionOf(key, text, assertion)
  const der = p256.Signature.fromBytes(signature, "compact").toBytes("der")
  const base64url = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64url")
  return { signature: base64url(der), message: base64url(signed), alg: -7, challenge: text, keyType: "main_key" }
}

/**
 * A passkey's answer to a challenge: `signed` is authenticator data and clientDataJSON, whose digest the signature is
 * of.
 */
function assertionOf(key: ccc.Hex, asked: string, { clientData, flags = 0x1d }: Assertion) {
  const challenge = Buffer.from(asked).toString("base64url")
  const text =
    clientData?.(challenge) ??
    `{"type":"webauthn.get","challenge":"${challenge}","origin":"https://joyid.invalid","crossOrigin":false}`
  const client = typeof text === "string" ? new TextEncoder().encode(text) : text
  const authData = ccc.bytesConcat(sha256(ccc.bytesFrom("joyid.invalid", "utf8")), [flags, 0, 0, 0, 0])
  const digest = sha256(ccc.bytesConcat(authData, sha256(client)))
  const signature = p256.sign(digest, ccc.bytesFrom(key), { prehash: false, lowS: false })
  return { signature, signed: ccc.bytesConcat(authData, client) }
}

/** What the app answers to a request. */
type PopupApp = (request: URLSearchParams) => unknown

/** The browser that CCC's JoyID signer opens its popup in, for one request of this type. */
function stubPopup(app: PopupApp, type: "SignCkbRawTx" | "SignMessage"): void {
  let answer: (event: unknown) => void = () => {}
  const visit = (url: string) => {
    const data = app(new URLSearchParams(new URL(url).searchParams.get("_data_") ?? ""))
    queueMicrotask(() => answer({ origin: "https://joyid.invalid", data: { type, data } }))
  }
  const location = Object.defineProperty({}, "href", { set: visit })
  vi.stubGlobal("window", {
    open: () => ({ closed: false, close: () => {}, location }),
    matchMedia: () => ({ matches: false }),
    navigator: {},
    addEventListener: (_type: string, listener: typeof answer) => {
      answer = listener
    },
    removeEventListener: () => {},
  })
}

/** Recovery id, r, s. */
function sign(curve: typeof secp256k1, digest: Uint8Array, secret: Uint8Array): Uint8Array {
  return curve.sign(digest, secret, { prehash: false, format: "recovered" })
}
