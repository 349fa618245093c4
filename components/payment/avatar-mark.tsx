import { cx } from "@/components/ui/cx"
import { avatarOf } from "@/lib/client/avatar"

/** The initials of a payee on the colour of their address. */
export function AvatarMark({ address, name, className }: { address: string; name: string; className?: string }) {
  const { letters, color } = avatarOf(address, name)
  return (
    <svg aria-hidden viewBox="0 0 48 48" className={cx("size-14 shrink-0", className)}>
      <circle cx="24" cy="24" r="24" fill={color} />
      <text x="24" y="25" textAnchor="middle" dominantBaseline="central" fontSize="18" fontWeight="600" fill="#ffffff">
        {letters}
      </text>
    </svg>
  )
}
