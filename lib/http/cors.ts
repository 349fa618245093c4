/**
 * For the routes that integrators' pages call. `*` never goes with cookies or passwords (Fetch standard, CORS
 * protocol).
 */
export const CORS_HEADERS = {
  "access-control-allow-origin": "*",
  "access-control-expose-headers": "Link, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id, Idempotency-Replayed",
}

export const PREFLIGHT_HEADERS = {
  ...CORS_HEADERS,
  "access-control-allow-methods": "GET, POST",
  "access-control-allow-headers":
    "Authorization, Content-Type, Idempotency-Key, X-Client-Secret, X-Request-Id, X-Share-Key",
  "access-control-max-age": "86400",
}
