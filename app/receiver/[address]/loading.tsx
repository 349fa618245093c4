import { ReceiverSkeleton } from "@/components/receiver/receiver-skeleton"

export default function Loading() {
  return <ReceiverSkeleton />
}
