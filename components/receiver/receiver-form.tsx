"use client"

import { useRouter } from "next/navigation"
import { type FormEvent, useState } from "react"
import { LANDING } from "@/components/messages/landing"
import { useMessages, useTexts } from "@/components/messages/provider"
import { RECEIVE } from "@/components/messages/receive"
import { addressProblem } from "@/components/messages/typed-problems"
import { Button } from "@/components/ui/button"
import { Field } from "@/components/ui/field"
import { rememberOwnAddress } from "@/lib/client/own-address"
import { useConfig } from "@/lib/client/queries"
import { cleanAddress } from "@/lib/typed"

export function ReceiverForm() {
  const messages = useMessages()
  const t = useTexts(RECEIVE).start
  const router = useRouter()
  const { data: config } = useConfig()
  const [address, setAddress] = useState("")
  const [error, setError] = useState<string | null>(null)

  function open(event: FormEvent) {
    event.preventDefault()
    const clean = cleanAddress(address)
    const problem = clean === "" ? t.addressMissing : addressProblem(messages, clean, config?.network)
    setError(problem)
    if (problem) return
    rememberOwnAddress(clean)
    router.push(`/receiver/${clean}`)
  }

  return (
    <form onSubmit={open} className="space-y-6" noValidate data-testid="receiver-form">
      <Field
        label={useTexts(LANDING).receive.address}
        name="address"
        value={address}
        onChange={(event) => setAddress(event.target.value)}
        error={error}
        placeholder="ckt1…"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
      <Button type="submit" variant="secondary" wide>
        {useTexts(LANDING).receive.submit}
      </Button>
    </form>
  )
}
