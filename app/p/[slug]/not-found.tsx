import { NoSuchLink } from "@/components/checkout/link-checkout"

export default function LinkNotFound() {
  return <NoSuchLink />
}
