"use client"

import { useState } from "react"
import { ADMIN } from "@/components/messages/admin"
import { useTexts } from "@/components/messages/provider"
import { Field } from "@/components/ui/field"
import { call } from "@/lib/client/call"
import type { PoolChangeKind } from "@/lib/pool/types"
import { ConfirmPlan } from "./confirm-plan"
import { May } from "./may"

/** The two ways to change how many cells there are. */
export function PoolChanges() {
  return (
    <div className="flex flex-wrap gap-2">
      <May needs="operate">
        <Change operation="add" />
        <Change operation="merge" />
      </May>
    </div>
  )
}

function Change({ operation }: { operation: PoolChangeKind }) {
  const t = useTexts(ADMIN).change[operation]
  const [cells, setCells] = useState("")
  const count = /^[1-9]\d{0,2}$/.test(cells.trim()) ? Number(cells) : undefined
  return (
    <ConfirmPlan
      open={t.open}
      title={t.open}
      effect={t.effect}
      plan={(body) => call("POST", "/api/pool/plan", { body })}
      run={(body, seen) => call("POST", "/api/pool/change", { body: { ...body, ...seen } })}
      body={count === undefined ? undefined : { operation, cells: count }}
      typed={cells.trim()}
      submit={t.submit(count ?? 0)}
      testId={`${operation}-cells`}
    >
      <Field
        label={t.cells}
        hint={t.hint}
        inputMode="numeric"
        autoComplete="off"
        value={cells}
        onChange={(event) => setCells(event.target.value)}
      />
    </ConfirmPlan>
  )
}
