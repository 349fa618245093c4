"use client"

import type { ComponentProps } from "react"
import { useMessages } from "@/components/messages/provider"
import { readingsOf, readTypedCkb } from "@/lib/typed"
import { Field } from "./field"

/** A field for an amount in CKB, read by `readTypedCkb`. Of an amount with two readings it asks which one is meant. */
export function AmountField({ error, value, ...rest }: ComponentProps<typeof Field> & { value: string }) {
  const { ambiguousAmount } = useMessages().common
  const question = readTypedCkb(value) === "ambiguous" ? ambiguousAmount(...readingsOf(value)) : null
  return <Field suffix="CKB" inputMode="decimal" autoComplete="off" value={value} error={question ?? error} {...rest} />
}
