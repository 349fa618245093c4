import { createHash } from "node:crypto"
import { ImageResponse } from "next/og"
import type { Context } from "@/lib/context"
import { addressOf } from "@/lib/http/client-address"
import { limitCalls } from "@/lib/http/limits"
import { type RouteHandler, respond } from "@/lib/http/route"
import { perProcess } from "@/lib/process"
import { getContext } from "@/lib/runtime"

export const PICTURE_SIZE = { width: 1200, height: 630 }
/** What is pictured may be paid or changed: nobody shows an old state for longer. */
const GOOD_FOR_SECONDS = 300
/** Some 30 kB each. */
const KEPT = 100

/** What a picture says. */
export interface PictureText {
  title: string
  amount: string
  payee: string
  /** what has become of it; null while it can be paid */
  state?: string | null
  /** two letters on a colour, for a person */
  mark?: { letters: string; color: string }
}

/**
 * A route that answers a picture. Drawing takes a tenth of a second, so what says the same is drawn once, and the calls
 * of one network are counted as reads.
 */
export function picture(
  path: string,
  read: (ctx: Context, params: Record<string, string | string[] | undefined>) => Promise<PictureText>,
): RouteHandler {
  return respond({ path }, async (exchange) => {
    const ctx = await getContext()
    exchange.ctx = ctx
    limitCalls(ctx, "read", { network: addressOf(ctx.config, exchange.request) }, exchange.headers)
    const png = await drawn(await read(ctx, await exchange.context.params))
    return new Response(png, {
      headers: { "content-type": "image/png", "cache-control": `public, max-age=${GOOD_FOR_SECONDS}` },
    })
  })
}

async function drawn(text: PictureText): Promise<ArrayBuffer> {
  const pictures = perProcess("pictures", () => new Map<string, Promise<ArrayBuffer>>())
  const key = createHash("sha256").update(JSON.stringify(text)).digest("base64")
  const known = pictures.get(key)
  if (known) return known
  const [oldest] = pictures.keys()
  if (pictures.size >= KEPT && oldest !== undefined) pictures.delete(oldest)
  const png = new ImageResponse(<Picture {...text} />, PICTURE_SIZE).arrayBuffer()
  pictures.set(key, png)
  png.catch(() => pictures.delete(key))
  return png
}

const COLORS = { canvas: "#f6f8f7", surface: "#ffffff", ink: "#111816", muted: "#55615d", accent: "#0a7357" }

/**
 * The font that comes with the renderer has the Latin alphabet and no other. For anything else the renderer would ask a
 * server on the internet, which nobody wants: such a title is left to the text beside the picture.
 */
function isDrawable(text: string): boolean {
  return /^[\u0020-\u007e\u00a0-\u017f\u2010-\u2026]*$/.test(text)
}

function Picture({ title, amount, payee, state, mark }: PictureText) {
  return (
    <div
      style={{
        ...{ width: "100%", height: "100%", display: "flex", flexDirection: "column", justifyContent: "space-between" },
        ...{ background: COLORS.canvas, color: COLORS.ink, padding: 72, fontSize: 40 },
      }}
    >
      <div style={{ display: "flex", alignItems: "center", gap: 20, color: COLORS.muted }}>
        {mark ? <Mark {...mark} /> : <Sign />}
        <span>micro-pay</span>
      </div>
      <div style={{ display: "flex", flexDirection: "column", gap: 16 }}>
        {isDrawable(title) ? <div style={{ display: "flex", fontSize: 56 }}>{cut(title, 60)}</div> : null}
        {isDrawable(amount) ? (
          <div style={{ display: "flex", fontSize: amount.length > 14 ? 88 : 128, letterSpacing: -3 }}>
            {cut(amount, 24)}
          </div>
        ) : null}
      </div>
      <div style={{ display: "flex", justifyContent: "space-between", color: COLORS.muted }}>
        <span>to {payee}</span>
        {state ? <span style={{ color: COLORS.accent }}>• {state}</span> : null}
      </div>
    </div>
  )
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1).trimEnd()}…`
}

function Mark({ letters, color }: NonNullable<PictureText["mark"]>) {
  return (
    <div
      style={{
        ...{ display: "flex", alignItems: "center", justifyContent: "center", width: 96, height: 96 },
        ...{ borderRadius: 48, background: color, color: "#ffffff", fontSize: 44 },
      }}
    >
      {isDrawable(letters) ? letters : ""}
    </div>
  )
}

/** The two columns of the site's own icon. */
function Sign() {
  const column = (height: number, opacity: number) => (
    <div style={{ width: 16, height, borderRadius: 5, background: COLORS.surface, opacity }} />
  )
  return (
    <div
      style={{
        ...{ display: "flex", alignItems: "flex-end", justifyContent: "center", gap: 4, paddingBottom: 16 },
        ...{ width: 64, height: 64, borderRadius: 16, background: COLORS.accent },
      }}
    >
      {column(32, 1)}
      {column(20, 0.65)}
    </div>
  )
}
