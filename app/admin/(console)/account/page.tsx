import { AccountSection } from "@/components/admin/account-section"
import { operatorTitle } from "@/components/admin/title"

export const generateMetadata = () => operatorTitle("account")

export default function AccountPage() {
  return <AccountSection />
}
