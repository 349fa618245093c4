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
import { call } from "@/lib/client/call"
import { ApiError } from "@/lib/client/http"
import { useConfig } from "@/lib/client/queries"

interface Login {
  name: string
  password: string
  code?: string
}

/** Name and password; the code only where the server asks for it, which it does once the password is right. */
export function LoginForm() {
  const t = useTexts(ADMIN).login
  const router = useRouter()
  const queryClient = useQueryClient()
  const { data: config } = useConfig()
  const [name, setName] = useState("admin")
  const [password, setPassword] = useState("")
  const [code, setCode] = useState<string>()
  const login = useMutation({
    mutationFn: (body: Login) => call("POST", "/api/admin/login", { body }),
    onSuccess: () => {
      queryClient.removeQueries({ queryKey: ["session"] })
      router.replace("/admin")
    },
    onError: (error) => {
      if (isCodeNeeded(error)) setCode("")
    },
  })
  const isCodeAsked = code !== undefined
  const error = login.error && !isCodeNeeded(login.error) ? errorText(login.error, t, isCodeAsked) : null

  function submit(event: FormEvent) {
    event.preventDefault()
    if (!login.isPending) login.mutate({ name: name.trim(), password, ...(isCodeAsked && { code }) })
  }

  return (
    <Page narrow>
      <Card aria-labelledby="login-title">
        <h1 id="login-title" className="text-2xl font-semibold">
          {t.title}
        </h1>
        <p className="mt-1 text-muted">{t.text}</p>
        <form onSubmit={submit} className="mt-6 space-y-6" data-testid="login-form">
          <Field
            label={t.name}
            name="username"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            required
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
          <Field
            label={t.password}
            name="password"
            type="password"
            autoComplete="current-password"
            required
            value={password}
            onChange={(event) => setPassword(event.target.value)}
            error={isCodeAsked ? null : error}
            hint={config?.network === "devnet" ? t.hintDevnet : undefined}
          />
          {isCodeAsked ? (
            <Field
              label={t.code}
              name="code"
              inputMode="numeric"
              autoComplete="one-time-code"
              autoFocus
              required
              value={code}
              onChange={(event) => setCode(event.target.value)}
              error={error}
              hint={t.codeHint}
            />
          ) : null}
          <Button type="submit" wide busy={login.isPending || login.isSuccess}>
            {t.submit}
          </Button>
        </form>
      </Card>
    </Page>
  )
}

function isCodeNeeded(error: Error): boolean {
  return error instanceof ApiError && error.code === "SECOND_FACTOR_NEEDED"
}

type Texts = { wrong: string; wrongCode: string; limited: string; failed: string }

function errorText(error: Error, t: Texts, isCodeAsked: boolean): string {
  const code = error instanceof ApiError ? error.code : ""
  if (code === "RATE_LIMITED") return t.limited
  if (code === "VALIDATION_ERROR" || code === "UNAUTHORIZED") return isCodeAsked ? t.wrongCode : t.wrong
  return code === "FORBIDDEN" ? t.wrong : t.failed
}
