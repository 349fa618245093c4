import type { Metadata } from "next"
import { LoginForm } from "@/components/admin/login-form"
import { getMessages } from "@/components/messages/server"

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getMessages()).admin.login.title, robots: { index: false, follow: false } }
}

export default function LoginPage() {
  return <LoginForm />
}
