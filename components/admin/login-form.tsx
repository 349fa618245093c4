"use client"

import { useMutation, useQueryClient } from "@tanstack/react-query"
import { useRouter } from "next/navigation"
import { type FormEvent, useState } from "react"
import { ADMIN } from "@/components/messages/admin"
import { useTexts } from "@/components/messages/provider"
import { Button } from "@/components/ui/button"
import { Card } from "@/components/ui/card"
import { Field } from "@/components/ui/field"
import { Page } from "@/components/ui/page"
import { ApiError, request } from "@/lib/client/http"
import { useConfig } from "@/lib/client/queries"

export function LoginForm() {
  const t = useTexts(ADMIN).login
  const router = useRouter()
  const queryClient = useQueryClient()
  const { data: config } = useConfig()
  const [password, setPassword] = useState("")
  const login = useMutation({
    mutationFn: (secret: string) => request<null>("/api/admin/login", { method: "POST", body: { password: secret } }),
    onSuccess: () => {
      queryClient.setQueryData(["session"], { operator: true })
      router.replace("/admin")
    },
  })

  function submit(event: FormEvent) {
    event.preventDefault()
    if (!login.isPending) login.mutate(password)
  }

  return (
    <Page narrow>
      <Card aria-labelledby="login-title">
        <h1 id="login-title" className="text-2xl font-semibold">
          {t.title}
        </h1>
        <p className="mt-1 text-muted">{t.text}</p>
        <form onSubmit={submit} className="mt-6 space-y-6" data-testid="login-form">
          {/* Password managers want to know whose password it is. */}
          <input type="text" name="username" value="admin" autoComplete="username" readOnly hidden />
          <Field
            label={t.password}
            name="password"
            type="password"
            autoComplete="current-password"
            required
            value={password}
            onChange={(event) => setPassword(event.target.value)}
            error={login.error ? errorText(login.error, t) : null}
            hint={config?.network === "devnet" ? t.hintDevnet : undefined}
          />
          <Button type="submit" wide busy={login.isPending || login.isSuccess}>
            {t.submit}
          </Button>
        </form>
      </Card>
    </Page>
  )
}

function errorText(error: Error, t: { wrong: string; limited: string; failed: string }): string {
  const code = error instanceof ApiError ? error.code : ""
  if (code === "RATE_LIMITED") return t.limited
  return code === "UNAUTHORIZED" || code === "FORBIDDEN" || code === "VALIDATION_ERROR" ? t.wrong : t.failed
}
