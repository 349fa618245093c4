interface PolicyInput {
  /** names the scripts of this one answer; never used again */
  nonce: string
  /** Next's hot reload and React's error pages evaluate text */
  development: boolean
  /** the page asks a CKB node that its reader names */
  asksAnyNode?: boolean
}

/** Encrypted, or on the reader's own machine, where a policy can name it (the grammar has no IPv6 addresses). */
const ANY_NODE = ["https:", "http://localhost:*", "http://127.0.0.1:*"]

/**
 * What a page may load and do (CSP level 3). A script is a file of this server or carries the nonce, and none is made
 * from text; nothing may put the page into a frame, so that nobody is led to press "Pay" unseen.
 */
export function contentSecurityPolicy({ nonce, development, asksAnyNode }: PolicyInput): string {
  const directives: Record<string, string[]> = {
    "default-src": ["'none'"],
    // Without 'strict-dynamic': it would let a script of ours add one that is written in the page, or comes from
    // elsewhere.
    "script-src": ["'self'", `'nonce-${nonce}'`, ...(development ? ["'unsafe-eval'"] : [])],
    // The wallets' dialog and Radix write style elements and attributes of their own. A style runs nothing.
    "style-src": ["'self'", "'unsafe-inline'"],
    // Wallets announce their icons as data (EIP-6963).
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    // Also what wallets read of the chain: this server asks the node for them.
    "connect-src": ["'self'", ...(asksAnyNode ? ANY_NODE : [])],
    // A worker goes by the policy of its own file (next.config.ts): it may ask a node that the page's reader has named.
    "worker-src": ["'self'"],
    "manifest-src": ["'self'"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
  }
  return Object.entries(directives)
    .map(([name, sources]) => [name, ...sources].join(" "))
    .join("; ")
}
