import type { Metadata } from "next"
import { PROOF } from "@/components/messages/proof"
import { getTexts } from "@/components/messages/server"
import { Verify } from "@/components/verify/verify"

export async function generateMetadata(): Promise<Metadata> {
  const { title, text } = (await getTexts(PROOF)).page
  return { title, description: text }
}

export default function VerifyPage() {
  return <Verify />
}
