import { scrypt } from "node:crypto"
import { promisify } from "node:util"
import { getIronSession } from "iron-session"
import type { Config } from "@/lib/config"
import type { Context } from "@/lib/context"
import { isHttps } from "./origin"
import { perProcess } from "./process"

/** One kind of session: what its cookie is called, and how long it lasts. Each kind's data has fields of its own. */
interface SessionKind {
  cookie: string
  seconds: number
}

const derive = promisify<string, string, number, Buffer>(scrypt)

/** What the session of this kind holds; empty when there is none, or it is not one of ours. */
export async function readSession<T extends object>(
  ctx: Context,
  request: Request,
  kind: SessionKind,
): Promise<Partial<T>> {
  return open<T>(ctx, request, new Response(), kind)
}

/** Begins a session. @param headers the reply's: get the cookie */
export async function writeSession<T extends object>(
  ctx: Context,
  request: Request,
  headers: Headers,
  kind: SessionKind,
  data: T,
): Promise<void> {
  const reply = new Response()
  const session = await open<T>(ctx, request, reply, kind)
  Object.assign(session, data)
  await session.save()
  copyCookies(reply, headers)
}

/** Ends a session. @param headers the reply's: get the cookie's removal */
export async function endSession(ctx: Context, request: Request, headers: Headers, kind: SessionKind): Promise<void> {
  const reply = new Response()
  const session = await open(ctx, request, reply, kind)
  session.destroy()
  copyCookies(reply, headers)
}

async function open<T extends object>(ctx: Context, request: Request, reply: Response, kind: SessionKind) {
  const options = {
    cookieName: kind.cookie,
    password: await sessionKey(ctx),
    ttl: kind.seconds,
    cookieOptions: { httpOnly: true, sameSite: "lax" as const, path: "/", secure: isHttps(request) },
  }
  try {
    return await getIronSession<Partial<T>>(request, reply, options)
  } catch {
    // A cookie that was never one of ours is no session.
    return getIronSession<Partial<T>>(new Request(request.url), reply, options)
  }
}

/**
 * The key that seals sessions: another password or another installation ends them all. scrypt makes it slow to try passwords
 * against a cookie.
 */
async function sessionKey({ config, chain }: Context): Promise<string> {
  const keys = perProcess("session-keys", () => new WeakMap<Config, Promise<string>>())
  const salt = `micro-pay session ${chain.genesisHash} ${chain.platform.lockHash}`
  const key = keys.get(config) ?? derive(config.adminPassword.reveal(), salt, 32).then((bytes) => bytes.toString("hex"))
  keys.set(config, key)
  return key
}

function copyCookies(reply: Response, headers: Headers): void {
  for (const cookie of reply.headers.getSetCookie()) headers.append("set-cookie", cookie)
}
