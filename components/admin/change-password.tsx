"use client"

import { useMutation } from "@tanstack/react-query"
import { type FormEvent, useState } from "react"
import { ADMIN } from "@/components/messages/admin"
import { useTexts } from "@/components/messages/provider"
import { Button } from "@/components/ui/button"
import { Card } from "@/components/ui/card"
import { Field } from "@/components/ui/field"
import { ProblemNotice } from "@/components/ui/problem-notice"
import { call } from "@/lib/client/call"
import { ADMIN as ADMIN_NAME } from "@/lib/roles"

/** One's own password; that of `admin` is a setting of the server. */
export function ChangePassword({ name }: { name: string }) {
  const t = useTexts(ADMIN).account
  const [now, setNow] = useState("")
  const [next, setNext] = useState("")
  const change = useMutation({
    mutationFn: () => call("POST", "/api/admin/password", { body: { password: now, new_password: next } }),
    onSuccess: () => {
      setNow("")
      setNext("")
    },
  })
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    if (!change.isPending) change.mutate()
  }
  return (
    <Card>
      <h3 className="font-semibold">{t.password}</h3>
      {name === ADMIN_NAME ? (
        <p className="mt-1 text-sm text-muted">{t.adminPassword("ADMIN_PASSWORD")}</p>
      ) : (
        <form onSubmit={onSubmit} className="mt-4 space-y-4" data-testid="change-password">
          <input type="text" name="username" value={name} autoComplete="username" readOnly hidden />
          <Field
            label={t.passwordNow}
            type="password"
            autoComplete="current-password"
            required
            value={now}
            onChange={(event) => setNow(event.target.value)}
          />
          <Field
            label={t.passwordNew}
            type="password"
            autoComplete="new-password"
            minLength={12}
            required
            hint={t.passwordHint}
            value={next}
            onChange={(event) => setNext(event.target.value)}
          />
          {change.isError ? <ProblemNotice error={change.error} /> : null}
          <p role="status" className="text-sm empty:hidden">
            {change.isSuccess ? t.changed : null}
          </p>
          <Button type="submit" variant="secondary" busy={change.isPending}>
            {t.change}
          </Button>
        </form>
      )}
    </Card>
  )
}
