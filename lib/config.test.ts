import { describe, expect, it, vi } from "vitest"
import { ConfigError, hideSecrets, loadConfig } from "./config"

const DEVNET = {
  DATABASE_URL: "postgresql://micropay@127.0.0.1:5432/micropay",
  CKB_RPC_URL: "http://127.0.0.1:8114/",
  PLATFORM_KEY: `0x${"7a".repeat(32)}`,
  ADMIN_PASSWORD: "correct horse battery",
}
const TESTNET = { ...DEVNET, CKB_NETWORK: "testnet", CKB_RPC_URL: undefined }

/** What the operator reads when it does not start. */
function refusal(environment: Record<string, string | undefined>): string {
  try {
    loadConfig(environment)
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
  throw new Error("the configuration was accepted")
}

it("Inngest's development mode, which checks no signature, is refused on mainnet", () => {
  const mainnet = { ...DEVNET, CKB_NETWORK: "mainnet", INNGEST_DEV: "1" }
  expect(refusal(mainnet)).toContain("INNGEST_SIGNING_KEY")
  expect(loadConfig({ ...mainnet, INNGEST_DEV: "0" }).inngest.enabled).toBe(false)
})

describe("a variable with a wrong value is named, and its value is not shown", () => {
  it.each([
    ["CKB_NETWORK", "testnet2", "must be one of devnet, testnet, mainnet"],
    ["CKB_NETWORK", "Mainnet", "must be one of devnet, testnet, mainnet"],
    ["PORT", "http", "must be a whole number"],
    ["PORT", "0", "must be from 1 to 65535"],
    ["PORT", "65536", "must be from 1 to 65535"],
    ["DATABASE_URL", "mysql://me:sesame@db/micropay", "must begin with postgresql://"],
    ["DATABASE_URL", "postgresql://me@db/micropay?schema=till", "has ?schema="],
    ["DATABASE_URL", "postgresql://me@db/micropay?sslmode=require&pgbouncer=true", "has ?pgbouncer="],
    ["DATABASE_URL", "postgresql://me@db/micropay?connection_limit=5", "has ?connection_limit="],
    ["DATABASE_URL", "postgresql://me@db/micropay?options=-c%20search_path%3Dtill", "sets search_path"],
    ["MIGRATE_DATABASE_URL", "postgresql://me@db/micropay?schema=till", "has ?schema="],
    ["HOST", "http://pay.example/", "must be an address"],
    ["HOST", "127.0.0.1 --inspect", "must be an address"],
    ["PUBLIC_URL", "https://pay.example/shop/", "must be scheme and host alone"],
    ["PUBLIC_URL", "https://pay.example/?shop=1", "must be scheme and host alone"],
    ["PUBLIC_URL", "https://pay.example/?", "must be scheme and host alone"],
    ["PUBLIC_URL", "https://pay.example/#shop", "must be scheme and host alone"],
    ["PUBLIC_URL", "https://me:sesame@pay.example/", "must be scheme and host alone"],
    ["CKB_RPC_URL", "node.example:sesame", "must be an http(s) URL"],
    ["CKB_RPC_URL", "ftp://me:sesame@node.example/", "must be an http(s) URL"],
    ["CKB_CHECK_RPC_URL", "node.example:sesame", "must be an http(s) URL"],
    ["CKB_PUBLIC_RPC_URL", "//node.example", "must be an http(s) URL"],
    ["EXPLORER_URL", "javascript:alert(1)", "must be an http(s) URL"],
    ["OPERATOR_NAME", "x".repeat(81), "at most 80 characters"],
    ["OPERATOR_NAME", "A\u202eb", "must have no control characters"],
    ["OPERATOR_CONTACT", "me@pay.example", "must be mailto:"],
    ["OPERATOR_CONTACT", "mailto:nobody", "must be mailto:"],
    ["OPERATOR_CONTACT", "mailto:me@pay.example?bcc=x@y.example", "must be mailto:"],
    ["OPERATOR_CONTACT", "http://pay.example/help", "must be mailto:"],
    ["OPERATOR_CONTACT", "javascript:alert(1)", "must be mailto:"],
    ["TERMS_URL", "javascript:alert(1)", "must be an http(s) URL"],
    ["TERMS_URL", "/terms", "must be an http(s) URL"],
    ["PRIVACY_URL", "https://me:sesame@pay.example/", "must be an http(s) URL"],
    ["CKB_SCRIPTS", "{sesame", "must be JSON"],
    ["CKB_SCRIPTS", '{"OmniLock": {"codeHash": "0x1234"}}', "must be JSON"],
    ["PLATFORM_FEE_BPS", "10000", "must be from 0 to 9999"],
    ["REFUND_PLATFORM_FEE", "yes", "must be true or false"],
    ["PLATFORM_FEE_BPS", "-1", "must be a whole number"],
    ["PLATFORM_FEE_BPS", "1.5", "must be a whole number"],
    ["MIN_WITHDRAWAL_CKB", "60.99999999", "at least 61"],
    ["MIN_WITHDRAWAL_CKB", "0x41", "at least 61"],
    ["MAX_SETTLEMENT_CKB", "-1", "an amount in CKB"],
    ["MAX_DAILY_PAYOUT_CKB", "1e6", "an amount in CKB"],
    ["FOUR_EYES_CKB", "many", "an amount in CKB"],
    ["POOL_CELLS", "0", "must be from 1 to 10000"],
    ["HOLD_SECONDS", "4", "must be from 5 to 3600"],
    ["CONFIRMATIONS", "0", "must be from 1 to 1000"],
    ["CONFIRMATIONS", "99999999999999999999", "must be from 1 to 1000"],
    ["SETTLEMENT_CRON", "every day", "must be a cron expression"],
    ["ADMIN_PASSWORD", "sesame", "must have at least 8 characters"],
    ["OPEN_READS", "yes", "must be true or false"],
    ["LOG_LEVEL", "loud", "Invalid option"],
  ])("%s=%s", (name, value, why) => {
    const message = refusal({ ...DEVNET, [name]: value })
    expect(message).toContain(`${name} `)
    expect(message).toContain(why)
    expect(message.replaceAll(why, "")).not.toContain(value)
  })

  it("and all of them are named at once", () => {
    const message = refusal({ ...DEVNET, PORT: "x", DATABASE_URL: undefined, HOLD_SECONDS: "1" })
    expect(message.split("\n")).toEqual([
      "The configuration is not valid:",
      "  PORT must be a whole number",
      "  DATABASE_URL is not set",
      "  HOLD_SECONDS must be from 5 to 3600",
    ])
  })
})

it("what DATABASE_URL may say to the driver is taken", () => {
  const url = "postgresql://me@db/micropay?sslmode=require&application_name=till&options=-c%20statement_timeout%3D60s"
  expect(loadConfig({ ...DEVNET, DATABASE_URL: url }).databaseUrl.reveal()).toBe(url)
})

it("who runs this is known as it was set, and nobody is made up", () => {
  const set = {
    OPERATOR_NAME: " Pay Ltd. ",
    OPERATOR_CONTACT: "mailto:help@pay.example",
    TERMS_URL: "https://pay.example/terms",
  }
  expect(loadConfig({ ...DEVNET, ...set }).operator).toEqual({
    name: "Pay Ltd.",
    contact: "mailto:help@pay.example",
    termsUrl: "https://pay.example/terms",
    privacyUrl: undefined,
  })
  expect(Object.values(loadConfig(DEVNET).operator)).toEqual([undefined, undefined, undefined, undefined])
})

it.each([
  ["devnet", undefined, undefined],
  ["testnet", undefined, "127.0.0.1"],
  ["mainnet", undefined, "127.0.0.1"],
  ["devnet", "127.0.0.1", "127.0.0.1"],
  ["mainnet", "0.0.0.0", "0.0.0.0"],
  ["mainnet", "::1", "::1"],
])("on %s with HOST=%s the server listens on %s", (network, HOST, host) => {
  expect(loadConfig({ ...DEVNET, CKB_NETWORK: network, HOST }).host).toBe(host)
})

it("secrets can be taken out of the environment, where children would inherit them, and are still known", () => {
  const named = {
    ...DEVNET,
    PLATFORM_KEYSTORE_PASSWORD: "kept",
    MIGRATE_DATABASE_URL: "postgresql://owner@db/micropay",
  }
  for (const [name, value] of Object.entries(named)) vi.stubEnv(name, value)
  const before = loadConfig()
  try {
    hideSecrets()
    for (const name of Object.keys(named)) expect(process.env[name]).toBeUndefined()
    hideSecrets()
    expect(loadConfig().platformKey?.reveal()).toBe(DEVNET.PLATFORM_KEY)
    expect(loadConfig()).toEqual(before)
  } finally {
    globalThis.microPaySecrets = undefined
    vi.unstubAllEnvs()
  }
})

describe("what must be set and is not, is named", () => {
  it.each([
    ["DATABASE_URL", /DATABASE_URL is not set/],
    ["CKB_RPC_URL", /CKB_RPC_URL is not set.*npm start/],
    ["PLATFORM_KEY", /PLATFORM_KEY.*PLATFORM_KEYSTORE/],
    ["ADMIN_PASSWORD", /ADMIN_PASSWORD is not set/],
  ])("%s", (name, message) => {
    expect(refusal({ ...DEVNET, [name]: undefined })).toMatch(message)
    expect(refusal({ ...DEVNET, [name]: "" })).toMatch(message)
  })

  it("ADMIN_PASSWORD also off the development chain", () => {
    for (const network of ["testnet", "mainnet"]) {
      expect(refusal({ ...DEVNET, CKB_NETWORK: network, ADMIN_PASSWORD: undefined })).toContain("ADMIN_PASSWORD")
    }
  })
})

it("where money is real the operator's password has at least 12 characters", () => {
  expect(refusal({ ...TESTNET, ADMIN_PASSWORD: "elevenchars" })).toContain("at least 12")
  expect(loadConfig({ ...DEVNET, ADMIN_PASSWORD: "elevenchars" }).network).toBe("devnet")
})

it("one operator alone decides as much as passes by itself, unless it is set", () => {
  const fourEyes = (env: Record<string, string>) => loadConfig({ ...TESTNET, ...env }).fourEyes
  expect(loadConfig(DEVNET).fourEyes).toBeUndefined()
  expect(fourEyes({})).toBe(10_000_000_000_000n)
  expect(fourEyes({ MAX_SETTLEMENT_CKB: "5" })).toBe(500_000_000n)
  expect(fourEyes({ MAX_SETTLEMENT_CKB: "0" })).toBeUndefined()
  expect(fourEyes({ FOUR_EYES_CKB: "7" })).toBe(700_000_000n)
  expect(fourEyes({ FOUR_EYES_CKB: "0" })).toBeUndefined()
})

describe("what is not set has a default", () => {
  it("on the development chain", () => {
    expect(loadConfig(DEVNET)).toMatchObject({
      network: "devnet",
      port: 3000,
      home: ".micropay",
      publicRpcUrl: DEVNET.CKB_RPC_URL,
      scripts: {},
      keystore: undefined,
      feeBps: 100n,
      refundsFee: false,
      minWithdrawal: 6_500_000_000n,
      poolCells: 32,
      holdSeconds: 120,
      solvencyBlocks: 100,
      confirmations: 1,
      settlementCron: "* * * * *",
      inngest: { dev: undefined, enabled: false, url: "https://api.inngest.com" },
      openReads: true,
      logLevel: "info",
    })
    expect(loadConfig(DEVNET).rpcUrl.reveal()).toBe(DEVNET.CKB_RPC_URL)
  })

  it("on testnet", () => {
    const config = loadConfig(TESTNET)
    const publicRpcUrl = "https://testnet.ckb.dev/"
    expect(config).toMatchObject({ network: "testnet", confirmations: 6, publicRpcUrl, openReads: false })
    expect(config.rpcUrl.reveal()).toBe(publicRpcUrl)
  })

  it("on mainnet, but for the node whose word is taken", () => {
    const mainnet = { ...TESTNET, CKB_NETWORK: "mainnet" }
    expect(refusal(mainnet)).toMatch(/CKB_RPC_URL is not set.*On mainnet name a node that you trust/)
    const config = loadConfig({ ...mainnet, CKB_RPC_URL: "http://own.example/" })
    const publicRpcUrl = "https://mainnet.ckb.dev/"
    expect(config).toMatchObject({ confirmations: 24, publicRpcUrl, checkRpcUrl: undefined, openReads: false })
  })

  it("and an empty variable counts as not set", () => {
    expect(loadConfig({ ...DEVNET, PORT: "", POOL_CELLS: "", OPEN_READS: "", LOG_LEVEL: "" })).toEqual(
      loadConfig(DEVNET),
    )
  })
})

it("a transaction is looked up in the network's own explorer, or in the one that is set", () => {
  const explorer = (env: Record<string, string>) => loadConfig({ ...DEVNET, ...env }).explorerUrl
  const EXPLORER_URL = "https://explorer.example/ckb"
  expect(explorer({})).toBeUndefined()
  expect(explorer({ EXPLORER_URL })).toBe(EXPLORER_URL)
  expect(explorer({ CKB_NETWORK: "testnet" })).toBe("https://testnet.explorer.nervos.org")
  expect(explorer({ CKB_NETWORK: "mainnet" })).toBe("https://explorer.nervos.org")
  expect(explorer({ CKB_NETWORK: "mainnet", EXPLORER_URL })).toBe(EXPLORER_URL)
})

describe("the node's own URL, which may hold a secret, reaches browsers", () => {
  it.each([
    ["devnet", undefined, "http://own.example/"],
    ["devnet", "http://public.example/", "http://public.example/"],
    ["testnet", undefined, "https://testnet.ckb.dev/"],
    ["mainnet", undefined, "https://mainnet.ckb.dev/"],
    ["mainnet", "https://public.example/", "https://public.example/"],
  ])("only on a development chain without a public one: %s, %s", (network, publicUrl, expected) => {
    const { publicRpcUrl, rpcUrl } = loadConfig({
      ...DEVNET,
      CKB_NETWORK: network,
      CKB_RPC_URL: "http://own.example/",
      CKB_PUBLIC_RPC_URL: publicUrl,
    })
    expect(publicRpcUrl).toBe(expected)
    expect(rpcUrl.reveal()).toBe("http://own.example/")
  })

  it.each([
    ["of its own", { CKB_PUBLIC_RPC_URL: "http://me:sesame@public.example/" }],
    ["of a development chain without a public one", { CKB_RPC_URL: "http://me:sesame@own.example/" }],
    ["without a password", { CKB_PUBLIC_RPC_URL: "http://me@public.example/" }],
  ])("and never with a user and a password, which browsers refuse: %s", (_, urls) => {
    expect(refusal({ ...DEVNET, ...urls })).toContain("CKB_PUBLIC_RPC_URL must be set, without user and password")
    expect(refusal({ ...DEVNET, ...urls })).not.toContain("sesame")
  })
})

describe("Inngest is used when it can be", () => {
  it.each([
    [{}, false],
    [{ INNGEST_DEV: "http://127.0.0.1:8288" }, true],
    [{ INNGEST_DEV: "0" }, false],
    [{ INNGEST_DEV: "False" }, false],
    [{ INNGEST_EVENT_KEY: "a" }, false],
    [{ INNGEST_SIGNING_KEY: "b" }, false],
    [{ INNGEST_EVENT_KEY: "a", INNGEST_SIGNING_KEY: "b" }, true],
  ])("%j: %s", (variables, enabled) => {
    expect(loadConfig({ ...DEVNET, ...variables }).inngest.enabled).toBe(enabled)
  })
})

it("known scripts of a private chain are read from JSON", () => {
  const scripts = {
    OmniLock: {
      codeHash: `0x${"12".repeat(32)}`,
      hashType: "type",
      cellDeps: [{ cellDep: { outPoint: { txHash: `0x${"34".repeat(32)}`, index: 2 }, depType: "depGroup" } }],
    },
  }
  expect(loadConfig({ ...DEVNET, CKB_SCRIPTS: JSON.stringify(scripts) }).scripts).toEqual(scripts)
})
