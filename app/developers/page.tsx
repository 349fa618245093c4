import { readFileSync } from "node:fs"
import { join } from "node:path"
import type { Metadata } from "next"
import { headers } from "next/headers"
import { Developers } from "@/components/developers/developers"
import { DEVELOPERS } from "@/components/messages/developers"
import { getTexts } from "@/components/messages/server"
import { getConfig } from "@/lib/runtime"

/** As it stands in docs/, where the tests run it. The server runs in the folder of the project. */
const example = () => readFileSync(join(process.cwd(), "docs/examples/pay.mjs"), "utf8")

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTexts(DEVELOPERS)).title }
}

export default async function DevelopersPage() {
  const host = (await headers()).get("host") ?? "localhost"
  const { network, publicOrigin } = getConfig()
  return <Developers origin={publicOrigin ?? `http://${host}`} isDevnet={network === "devnet"} example={example()} />
}
