/** A good address, of another network than the tests'. */
export const ADDRESS_OF_MAINNET =
  "ckb1qzda0cr08m85hc8jlnfp3zer7xulejywt49kt2rr0vthywaa50xwsqdnnw7qkdnnclfkg59uzn8umtfd2kwxceqxwquc4"

/** What nothing of this installation has for an id. */
export const UNKNOWN_IDS = ["999999999", "9223372036854775808", "9".repeat(100), "0"]
export const NO_IDS = ["abc", "-1", "1.5", "1e3", "0x1", "\0", ""]

/** What is no address here, made of one that is. */
export const noAddresses = (address: string) => [
  "x",
  ADDRESS_OF_MAINNET,
  `${address}q`,
  "a\0",
  "\ud83d",
  "c".repeat(5_000),
]

/** Queries that no list of pages takes. */
export const NO_PAGES = ["limit=0", "limit=1001", "cursor=x", "cursor=%00", "limit=1&limit=2", "lmit=1"]

/** A body that no route reads to its end. */
export const TOO_LARGE = "x".repeat(1_100_000)
