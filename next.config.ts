import type { NextConfig } from "next"
import { STANDING_HEADERS } from "./lib/http/standing-headers"

const asNextHas = (headers: readonly (readonly [string, string])[]) => headers.map(([key, value]) => ({ key, value }))

const config: NextConfig = {
  poweredByHeader: false,
  // Types are checked by the test command; checking them again here would make the first start slower.
  typescript: { ignoreBuildErrors: true },
  // A clone may stand below a folder with a lock file of its own, which would be taken for the root.
  turbopack: { root: import.meta.dirname },
  // Reads its WebAssembly from a file beside it.
  serverExternalPackages: ["tiny-secp256k1"],
  agentRules: false,
  // Of a hundred routes a process serves a few: what it never loads takes no memory (240 MB at rest instead of 440).
  // The first call of each is some tenths of a second slower.
  experimental: { preloadEntriesOnStart: false },
  devIndicators: false,
  // What a page says of itself stands in its head for everybody: not each program that shows a preview is on Next's
  // list.
  htmlLimitedBots: /.*/,
  // Next serves the pages under development to the name localhost only; the address is as good.
  allowedDevOrigins: ["127.0.0.1"],
  async rewrites() {
    return [
      // The router takes no folder whose name begins with a point.
      { source: "/.well-known/security.txt", destination: "/security.txt" },
      { source: "/receipt/:id(\\d+).json", destination: "/api/payment/:id/receipt" },
    ]
  },
  async headers() {
    return [
      {
        source: "/:path*",
        headers: asNextHas(STANDING_HEADERS.everywhere),
      },
      // It asks nodes that its reader names, and none of them need know from where.
      { source: "/verify", headers: [{ key: "Referrer-Policy", value: "no-referrer" }] },
      // A checkout that another site's page has opened answers it, and a browser keeps the two apart otherwise. Such an
      // address names the page (lib/client/opener-messages.ts); all that it can do with this window is close it, or
      // lead it elsewhere.
      ...["/pay", "/p/:slug"].map((source) => ({
        source,
        has: [{ type: "query" as const, key: "opener_origin" }],
        headers: [{ key: "Cross-Origin-Opener-Policy", value: "unsafe-none" }],
      })),
      ...["/api/:path*", "/receipt/:id(\\d+).json"].map((source) => ({
        source,
        headers: asNextHas(STANDING_HEADERS.ofTheApi),
      })),
      // Neither are these, which proxy.ts leaves alone.
      ...["/_next/static/:path*", "/_next/image", "/icon.svg", "/button.js"].map((source) => ({
        source,
        headers: [{ key: "Content-Security-Policy", value: "frame-ancestors 'none'" }],
      })),
    ]
  },
}

export default config
