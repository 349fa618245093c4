import type { Metadata } from "next"
import { LoginForm } from "@/components/admin/login-form"
import { ADMIN } from "@/components/messages/admin"
import { getTexts } from "@/components/messages/server"

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTexts(ADMIN)).login.title, robots: { index: false, follow: false } }
}

export default function LoginPage() {
  return <LoginForm />
}
