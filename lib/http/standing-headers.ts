/** What stands in the head of every answer, and of every answer of the API. */
export const STANDING_HEADERS = {
  everywhere: [
    ["X-Content-Type-Options", "nosniff"],
    // The address of a checkout says who pays whom: other sites need not learn it.
    ["Referrer-Policy", "same-origin"],
    // Wallets that sign in a window of their own answer to the page that opened it, so popups keep their opener.
    ["Cross-Origin-Opener-Policy", "same-origin-allow-popups"],
    // Also for what Next answers by itself.
    ["X-Frame-Options", "DENY"],
    ["Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"],
  ],
  // It is no document at all. Pages get a policy with a nonce, from proxy.ts.
  ofTheApi: [["Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"]],
} as const satisfies Record<string, readonly (readonly [string, string])[]>
