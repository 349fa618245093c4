import { getIronSession } from "iron-session"
import type { Config } from "@/lib/config"
import type { Context } from "@/lib/context"
import { installationKey, type KeyPurpose } from "@/lib/session/installation-key"
import { isHttps } from "./origin"

/** One kind of cookie: its name, how long it lasts, and which key seals it. Each kind's data has fields of its own. */
export interface CookieKind {
  cookie: string
  seconds: number
  purpose: KeyPurpose
}

/** What the cookie of this kind holds; empty when there is none, or it is not one of ours. */
export async function readCookie<T extends object>(
  ctx: Context,
  request: Request,
  kind: CookieKind,
): Promise<Partial<T>> {
  // Who brings none costs no question to the database.
  if (!request.headers.get("cookie")?.includes(`${nameOf(ctx.config, kind)}=`)) return {}
  return open<T>(ctx, request, new Response(), kind)
}

/** @param headers the reply's: get the cookie */
export async function writeCookie<T extends object>(
  ctx: Context,
  request: Request,
  headers: Headers,
  kind: CookieKind,
  data: T,
): Promise<void> {
  const reply = new Response()
  const session = await open<T>(ctx, request, reply, kind)
  Object.assign(session, data)
  await session.save()
  copyCookies(reply, headers)
}

/** @param headers the reply's: get the cookie's removal */
export async function removeCookie(ctx: Context, request: Request, headers: Headers, kind: CookieKind): Promise<void> {
  const reply = new Response()
  const session = await open(ctx, request, reply, kind)
  session.destroy()
  copyCookies(reply, headers)
}

/**
 * Where people come over https, a browser takes a `__Host-` cookie only from this very host, and never sends it
 * unencrypted.
 */
function nameOf(config: Config, kind: CookieKind): string {
  return isPublicHttps(config) ? `__Host-${kind.cookie}` : kind.cookie
}

/** By PUBLIC_URL, whatever a proxy says of itself. */
function isPublicHttps({ publicOrigin }: Config): boolean {
  return publicOrigin?.startsWith("https:") === true
}

async function open<T extends object>(ctx: Context, request: Request, reply: Response, kind: CookieKind) {
  const options = {
    cookieName: nameOf(ctx.config, kind),
    password: (await installationKey(ctx.db, kind.purpose)).toString("hex"),
    ttl: kind.seconds,
    cookieOptions: {
      httpOnly: true,
      sameSite: "lax" as const,
      path: "/",
      secure: isPublicHttps(ctx.config) || isHttps(request),
    },
  }
  try {
    return await getIronSession<Partial<T>>(request, reply, options)
  } catch {
    // A cookie that was never one of ours is no session.
    return getIronSession<Partial<T>>(new Request(request.url), reply, options)
  }
}

function copyCookies(reply: Response, headers: Headers): void {
  for (const cookie of reply.headers.getSetCookie()) headers.append("set-cookie", cookie)
}
