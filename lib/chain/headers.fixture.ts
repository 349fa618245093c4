import type { RpcHeader } from "./molecule"

const NONE = `0x${"00".repeat(32)}` as const

/** Blocks of mainnet: 4,191 and 888,772. */
export const MAINNET: [RpcHeader, RpcHeader] = [
  {
    compact_target: "0x1a2158d9",
    dao: "0x8268d571c743a32ee1e547ea57872300989ceafa3e710000005d6a650b53ff06",
    epoch: "0x68d0288000002",
    extra_hash: NONE,
    hash: "0x37ef8cf2407044d74a71f927a7e3dcd3be7fc5e7af0925c0b685ae3bedeec3bc",
    nonce: "0x19759fb43000000000000000b28a9573",
    number: "0x105f",
    parent_hash: "0x36990fe91a0ee3755fd6faaa2563349425b56319f06aa70d2846af47e3132262",
    proposals_hash: NONE,
    timestamp: "0x16e80172dbf",
    transactions_root: "0x66866dcfd5426b2bfeecb3cf4ff829d353364b847126b2e8d2ce8f8aecd28fb8",
    version: "0x0",
  },
  {
    compact_target: "0x1a1e4c2f",
    dao: "0x4bfe53a5a9bb9a30c88898b9dfe22300a58f2bafed47680000d3b9f5b6630107",
    epoch: "0x53f00fa000232",
    extra_hash: NONE,
    hash: "0x51d199c4060f703344eab3c9b8794e6c60195ae9093986c35dba7c3486224409",
    nonce: "0xca8c7caa8100003400231b4f9d6e0300",
    number: "0xd8fc4",
    parent_hash: "0xc02e01eb57b205c6618c9870667ed90e13adb7e9a7ae00e7a780067a6bfa6a7b",
    proposals_hash: NONE,
    timestamp: "0x17061eab69e",
    transactions_root: "0xffb0863f4ae1f3026ba99b2458de2fa69881f7508599e2ff1ee51a54c88b5f88",
    version: "0x0",
  },
]

/** Blocks of the testnet: 189,963 and 21,340,780. */
export const TESTNET: [RpcHeader, RpcHeader] = [
  {
    compact_target: "0x1d43106d",
    dao: "0x0e6beebedbb7962fb1389bfef5b32300a47716f7b5ae3200005910b7600e0507",
    epoch: "0x28c0033000111",
    extra_hash: NONE,
    hash: "0x9f2b44451708cd7dcf671613cf30409b7b2f94dc32a35babb7cdca085a8062e7",
    nonce: "0xae986fa353b387f912f1b181439f26fe",
    number: "0x2e60b",
    parent_hash: "0xf45e0ba01bce37a285b3b649ee59fc3dfbe115ead2c2367cb96ba0ea97f3e8a1",
    proposals_hash: NONE,
    timestamp: "0x1732486bcfe",
    transactions_root: "0xb73f9303351a7bd0f81ae8cbda665ace579be0f801bdbed8b52904e768b45f46",
    version: "0x0",
  },
  {
    compact_target: "0x1d083f14",
    dao: "0x56399b9741782757b33e00eb3a132a0042aa26d04abae10900dd46fae8d35709",
    epoch: "0x70801bb0033ab",
    extra_hash: "0xd309cfe05d10d894aa09750744d6028a69798b09a07b53ba78c8e8ebbdb392f6",
    hash: "0x3dc9a017f6a8c84ab3c59318339021d9975a1ac67b7e52e5765240c5b93cc53a",
    nonce: "0x3776a47439d967800e52a31e76fa8d8a",
    number: "0x145a26c",
    parent_hash: "0xff9f61a483a8aa3e3e07ab042def617b539c7f3a6c8798fabc9ae014fc4eb124",
    proposals_hash: NONE,
    timestamp: "0x19e9f27a98e",
    transactions_root: "0x5223aafc3ff498c720c82e2e27efc43fa5e3b34f6d30d159383240af4d5c2dc0",
    version: "0x0",
  },
]
