"use client"

import { ADMIN } from "@/components/messages/admin"
import { useTexts } from "@/components/messages/provider"
import { useSession } from "@/lib/client/queries"
import type { Role } from "@/lib/roles"

interface MayProps {
  needs: Role
  /** in the rows of a list, where the same sentence would stand again and again */
  silent?: boolean
  children: React.ReactNode
}

/**
 * Shows what an operator with this role may do, else why it is not there. Only a courtesy: the server checks by itself.
 */
export function May({ needs, silent, children }: MayProps) {
  const t = useTexts(ADMIN)
  const { data: session } = useSession()
  if (!session?.operator) return null
  const { needed, proven, enrolled } = session.second_factor ?? { needed: true, proven: false, enrolled: false }
  const reason = !session.roles.includes(needs)
    ? t.may.role(t.account.roleNames[needs])
    : needed && !proven
      ? enrolled
        ? t.may.proof
        : t.may.secondFactor
      : null
  if (reason === null) return children
  return silent ? null : (
    <p className="text-sm text-muted" data-testid="may-not">
      {reason}
    </p>
  )
}
