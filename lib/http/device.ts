import { randomUUID } from "node:crypto"
import type { Context } from "@/lib/context"
import { readCookie, writeCookie } from "./cookie-session"

/** A year: longer than anybody stays away, and a new password ends it. */
const DEVICE = { cookie: "micropay_device", seconds: 365 * 24 * 60 * 60, purpose: "device" } as const

/**
 * That an operator has signed in on this device before. No right by itself: it only keeps others' wrong passwords from
 * counting here.
 */
interface Device {
  id: string
  name: string
  passwordVersion: number
}

/**
 * @param versionNow asked only when the cookie names this operator
 * @returns the device's number, when the operator has signed in on it with the password that counts now
 */
export async function knownDevice(
  ctx: Context,
  request: Request,
  operator: string,
  versionNow: () => Promise<number | undefined>,
): Promise<string | undefined> {
  const { id, name, passwordVersion } = await readCookie<Device>(ctx, request, DEVICE)
  return name === operator && passwordVersion === (await versionNow()) ? id : undefined
}

/** @param headers the reply's: get the cookie */
export async function rememberDevice(
  ctx: Context,
  request: Request,
  headers: Headers,
  device: { id: string | undefined; name: string; passwordVersion: number },
): Promise<void> {
  await writeCookie<Device>(ctx, request, headers, DEVICE, { ...device, id: device.id ?? randomUUID() })
}
