"use client"

import { useMutation, useQueryClient } from "@tanstack/react-query"
import { useRouter } from "next/navigation"
import { ADMIN } from "@/components/messages/admin"
import { useTexts } from "@/components/messages/provider"
import { Button } from "@/components/ui/button"
import { Card } from "@/components/ui/card"
import { Detail, DetailList } from "@/components/ui/detail-list"
import { ProblemNotice } from "@/components/ui/problem-notice"
import { call } from "@/lib/client/call"
import { useSession } from "@/lib/client/queries"
import { ChangePassword } from "./change-password"
import { SecondFactor } from "./second-factor"

/** Who is signed in, what they may do, and what they can do for the safety of their account. */
export function AccountSection() {
  const t = useTexts(ADMIN).account
  const { data: session } = useSession()
  if (!session?.operator || session.name === null) return null
  const { name, roles, second_factor: factor } = session
  return (
    <section aria-labelledby="account-title" data-testid="section-account" className="space-y-6">
      <h2 id="account-title" className="text-lg font-semibold">
        {t.title}
      </h2>
      <Card>
        <DetailList label={t.title}>
          <Detail name={t.name}>{name}</Detail>
          <Detail name={t.roles}>
            {roles.map((role) => (
              <span key={role} className="block">
                <strong className="font-semibold">{t.roleNames[role]}</strong>
                <span className="text-muted"> · {t.roleTexts[role]}</span>
              </span>
            ))}
          </Detail>
        </DetailList>
      </Card>
      <SecondFactor name={name} isEnrolled={factor?.enrolled === true} />
      <ChangePassword name={name} />
      <Card>
        <h3 className="font-semibold">{t.sessions}</h3>
        <p className="mt-1 mb-4 text-sm text-muted">{t.everywhereText}</p>
        <Everywhere />
      </Card>
    </section>
  )
}

function Everywhere() {
  const t = useTexts(ADMIN).account
  const router = useRouter()
  const queryClient = useQueryClient()
  const end = useMutation({
    mutationFn: () => call("POST", "/api/admin/logout-everywhere"),
    onSuccess: () => {
      queryClient.removeQueries({ queryKey: ["operator"] })
      queryClient.removeQueries({ queryKey: ["session"] })
      router.replace("/admin/login")
    },
  })
  return (
    <div className="space-y-4">
      <Button variant="secondary" busy={end.isPending} onClick={() => end.mutate()} data-testid="logout-everywhere">
        {t.everywhere}
      </Button>
      {end.isError ? <ProblemNotice error={end.error} /> : null}
    </div>
  )
}
