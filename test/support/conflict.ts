import { expect } from "vitest"
import type { ErrorCode } from "@/lib/errors"
import { STATUS_OF } from "@/lib/http/problem"

/** What a verb throws because something else came first: the API answers with 409. */
export const CONFLICT = { code: expect.toSatisfy((code: ErrorCode) => STATUS_OF[code] === 409) }
