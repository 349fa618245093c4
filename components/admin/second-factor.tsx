"use client"

import { useMutation, useQueryClient } from "@tanstack/react-query"
import { type FormEvent, useState } from "react"
import { ADMIN } from "@/components/messages/admin"
import { useTexts } from "@/components/messages/provider"
import { Button } from "@/components/ui/button"
import { Card } from "@/components/ui/card"
import { Chip } from "@/components/ui/chip"
import { CopyButton } from "@/components/ui/copy-button"
import { Field } from "@/components/ui/field"
import { ProblemNotice } from "@/components/ui/problem-notice"
import { QrCode } from "@/components/ui/qr-code"
import { call } from "@/lib/client/call"
import { ApiError } from "@/lib/client/http"

interface Enrolment {
  secret: string
  uri: string
}

/**
 * The second factor: whether there is one, or the way to it: a secret that goes into the app, and the app's first code.
 */
export function SecondFactor({ name, isEnrolled }: { name: string; isEnrolled: boolean }) {
  const t = useTexts(ADMIN).account
  const begin = useMutation({
    mutationFn: async () => (await call("POST", "/api/admin/second-factor")).data,
    // The secret is not kept for longer than it is shown.
    gcTime: 0,
  })
  return (
    <Card>
      <div className="flex flex-wrap items-center gap-3">
        <h3 className="font-semibold">{t.secondFactor}</h3>
        <span data-testid="second-factor-state">
          <Chip tone={isEnrolled ? "accent" : "warn"}>{isEnrolled ? t.on : t.off}</Chip>
        </span>
      </div>
      <p className="mt-1 text-sm text-muted">{t.secondFactorText}</p>
      {isEnrolled ? (
        <p className="mt-4 text-sm text-muted wrap-anywhere">{t.lost(`npm run operator -- reset-totp ${name}`)}</p>
      ) : begin.data ? (
        <FirstCode enrolment={begin.data} />
      ) : (
        <div className="mt-4 space-y-4">
          <Button busy={begin.isPending} onClick={() => begin.mutate()} data-testid="second-factor-begin">
            {t.setUp}
          </Button>
          {begin.isError ? <ProblemNotice error={begin.error} /> : null}
        </div>
      )}
    </Card>
  )
}

function FirstCode({ enrolment }: { enrolment: Enrolment }) {
  const t = useTexts(ADMIN).account
  const queryClient = useQueryClient()
  const [code, setCode] = useState("")
  const confirm = useMutation({
    mutationFn: () => call("POST", "/api/admin/second-factor/confirm", { body: { code } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["session"] }),
  })
  const isWrong = confirm.error instanceof ApiError && confirm.error.code === "VALIDATION_ERROR"
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    if (!confirm.isPending) confirm.mutate()
  }
  return (
    <form onSubmit={onSubmit} noValidate className="mt-4 space-y-4" data-testid="second-factor-form">
      <p>{t.scan}</p>
      <QrCode text={enrolment.uri} label={t.qr} className="w-48 max-w-full" />
      <div>
        <p className="mb-1 text-sm font-medium">{t.key}</p>
        <p className="flex flex-wrap items-center gap-2">
          <code translate="no" className="min-w-0 text-sm wrap-anywhere" data-testid="second-factor-key">
            {enrolment.secret}
          </code>
          <CopyButton text={enrolment.secret} label={t.key} />
        </p>
      </div>
      <Field
        label={t.code}
        hint={t.codeHint}
        inputMode="numeric"
        autoComplete="one-time-code"
        value={code}
        onChange={(event) => setCode(event.target.value)}
        error={isWrong ? t.wrongCode : null}
      />
      {confirm.isError && !isWrong ? <ProblemNotice error={confirm.error} /> : null}
      <Button type="submit" busy={confirm.isPending || confirm.isSuccess}>
        {t.confirm}
      </Button>
    </form>
  )
}
