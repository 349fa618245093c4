import type { Metadata } from "next"
import { LoginForm } from "@/components/admin/login-form"
import { en } from "@/components/messages/en"

export const metadata: Metadata = { title: en.admin.login.title, robots: { index: false, follow: false } }

export default function LoginPage() {
  return <LoginForm />
}
