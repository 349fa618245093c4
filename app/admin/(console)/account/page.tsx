import { AccountSection } from "@/components/admin/account-section"

export default function AccountPage() {
  return <AccountSection />
}
