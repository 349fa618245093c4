import { describe, expect, test } from "vitest"
import { type Config, loadConfig } from "@/lib/config"
import { environment } from "@/test/support/environment"
import { addressOf } from "./client-address"

function configOf(proxies: string): Config {
  return loadConfig({ ...environment("postgresql://x", "http://127.0.0.1:1"), TRUSTED_PROXIES: proxies })
}

function addressIn(hops: string, proxies = ""): string {
  return addressOf(configOf(proxies), new Request("http://localhost", { headers: { "x-forwarded-for": hops } }))
}

test.each([
  ["9.9.9.9", "9.9.9.9"],
  ["1.2.3.4, 9.9.9.9", "9.9.9.9"],
  ["1.2.3.4, 9.9.9.9, 127.0.0.1", "9.9.9.9"],
  ["1.2.3.4, 9.9.9.9, 10.0.0.7, ::1", "9.9.9.9"],
  ["9.9.9.9, ::ffff:172.16.0.1", "9.9.9.9"],
  ["9.9.9.9, fd00::1", "9.9.9.9"],
  ["9.9.9.9, 172.32.0.1", "172.32.0.1"],
  ["192.168.1.5", "192.168.1.5"],
  ["192.168.1.5, 10.0.0.1", "192.168.1.5"],
  ["", "unknown"],
  [`${"1.1.1.1, ".repeat(5_000)}10.0.0.1`, "1.1.1.1"],
])("limits are counted for the first address from the right that is no proxy of ours: %j is %s", (hops, address) => {
  expect(addressIn(hops)).toBe(address)
})

test.each([
  ["203.0.113.10:4711", "203.0.113.10"],
  ["203.0.113.10:4712, 127.0.0.1:80", "203.0.113.10"],
  ["::ffff:203.0.113.10", "203.0.113.10"],
  ["::FFFF:CB00:710A", "203.0.113.10"],
  ["64:ff9b::203.0.113.10", "203.0.113.10"],
  ["[::ffff:203.0.113.10]:443", "203.0.113.10"],
  ["2001:db8::1", "2001:db8:0:0::/64"],
  ["2001:DB8:0:0:ffff:ffff:ffff:ffff", "2001:db8:0:0::/64"],
  ["[2001:db8::1]:443", "2001:db8:0:0::/64"],
  ['"[2001:db8::2]:443"', "2001:db8:0:0::/64"],
  ["2001:db8:0:1::1", "2001:db8:0:1::/64"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ["::", "0:0:0:0::/64"],
])("one client has one name, however it is written: %j is %s", (hops, address) => {
  expect(addressIn(hops)).toBe(address)
})

test.each([
  "unknown",
  "_hidden",
  "999.1.1.1",
  "1.2.3",
  "2001:db8::1::2",
  "[2001:db8::1",
  "evil.example",
  "",
  "9.9.9.9:",
])("what a proxy says that is no address counts for nothing: with %j it is the connection's own", (word) => {
  expect(addressIn(`${word}, 10.0.0.1`)).toBe("10.0.0.1")
  expect(addressIn(`${word}, 2001:db8::1`)).toBe("2001:db8:0:0::/64")
})

describe("TRUSTED_PROXIES", () => {
  const cdn = "private,203.0.113.0/24,2001:db8:cd::/48"
  test.each([
    ["the addresses of a CDN, and the proxy behind it", cdn, "1.1.1.1, 9.9.9.9, 203.0.113.7, 127.0.0.1", "9.9.9.9"],
    ["its IPv6 addresses", cdn, "9.9.9.9, 2001:db8:cd::5", "9.9.9.9"],
    ["somebody who goes round the CDN and says to be it", cdn, "1.1.1.1, 203.0.113.7, 9.9.9.9", "9.9.9.9"],
    ["a list without the private networks", "203.0.113.0/24", "9.9.9.9, 10.0.0.1", "10.0.0.1"],
    ["one address", "203.0.113.7", "9.9.9.9, 203.0.113.8", "203.0.113.8"],
    ["two proxies", "2", "1.1.1.1, 9.9.9.9, 203.0.113.7, 198.51.100.1", "9.9.9.9"],
    ["one proxy", "1", "1.1.1.1, 9.9.9.9, 203.0.113.7", "9.9.9.9"],
    ["none", "0", "1.1.1.1, 10.0.0.1", "10.0.0.1"],
    ["fewer proxies than there should be", "2", "9.9.9.9, 203.0.113.7", "203.0.113.7"],
  ])("%s", (_, proxies, hops, address) => {
    expect(addressIn(hops, proxies)).toBe(address)
  })

  test.each([
    "10",
    "-1",
    "cloudflare",
    "10.0.0.0/33",
    "10.0.0.0/",
    "0.0.0.0/0",
    "::/0",
    "1.2.3",
    "10.0.0.1,,::1",
    "1,2",
  ])("%j is refused", (proxies) => {
    expect(() => configOf(proxies)).toThrow(/TRUSTED_PROXIES must be/)
  })
})
