"use client"

import { useMutation, useQueryClient } from "@tanstack/react-query"
import { type FormEvent, useState } from "react"
import { LINKS } from "@/components/messages/links"
import { useMessages, useTexts } from "@/components/messages/provider"
import { RECEIVER } from "@/components/messages/receiver"
import { amountProblem } from "@/components/messages/typed-problems"
import { AmountField } from "@/components/ui/amount-field"
import { Button } from "@/components/ui/button"
import { CheckBox } from "@/components/ui/check-box"
import { Field } from "@/components/ui/field"
import { ProblemNotice } from "@/components/ui/problem-notice"
import { call } from "@/lib/client/call"
import { displayCkb } from "@/lib/client/format"
import type { OwnLink, PaymentLink } from "@/lib/client/types"
import { typedCkb } from "@/lib/typed-amount"
import { bodyOf, changeOf, draftOf, EMPTY_LINK, type LinkDraft, problemOf } from "./link-draft"
import { PresetsField } from "./presets-field"
import { SplitsField } from "./splits-field"

interface LinkFormProps {
  address: string
  /** what the form begins with */
  like?: OwnLink
  /** `like` itself is changed, and no other made */
  isEdit?: boolean
  onDone: (link: PaymentLink) => void
}

/** A link for an amount, or one that the payer chooses. What few need is behind "More options". */
export function LinkForm({ address, like, isEdit = false, onDone }: LinkFormProps) {
  const own = useTexts(RECEIVER).links.create
  const t = useTexts(LINKS)
  const messages = useMessages()
  const queries = useQueryClient()
  const [draft, setDraft] = useState<LinkDraft>(() => (like ? draftOf(like) : EMPTY_LINK))
  const change = (fields: Partial<LinkDraft>) => setDraft({ ...draft, ...fields })
  const wrong = problemOf(draft, Date.now())
  const isOpen = draft.amount.trim() === ""
  const save = useMutation({
    mutationFn: () =>
      isEdit && like
        ? call("POST", "/api/link/{slug}/edit", { params: { slug: like.slug }, body: changeOf(draft) })
        : call("POST", "/api/link", { body: bodyOf(draft, address) }),
    onSuccess: async ({ data }) => {
      await queries.invalidateQueries({ queryKey: ["links", address] })
      onDone(data)
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (wrong === null) save.mutate()
  }
  return (
    <form className="space-y-4" onSubmit={submit} noValidate>
      <Field
        label={own.name}
        hint={own.nameHint}
        maxLength={80}
        value={draft.title}
        onChange={({ target }) => change({ title: target.value })}
        data-testid="link-title"
      />
      {isEdit ? null : (
        <AmountField
          label={own.amount}
          hint={own.amountHint}
          value={draft.amount}
          onText={(amount) => change({ amount })}
          error={isOpen ? null : amountProblem(messages, draft.amount)}
          data-testid="link-amount"
        />
      )}
      <Field
        label={own.note}
        maxLength={500}
        value={draft.note}
        onChange={({ target }) => change({ note: target.value })}
        data-testid="link-note"
      />
      {isEdit || draft.reference.trim() !== "" ? null : (
        <CheckBox checked={draft.isOnce} onChange={(isOnce) => change({ isOnce })}>
          {own.once}
        </CheckBox>
      )}
      <details open={isEdit} data-testid="link-more">
        <summary className="min-h-11 cursor-pointer py-2 font-medium">{t.form.more}</summary>
        <div className="mt-2 space-y-4">
          {isOpen ? <PresetsField value={draft.presets} onChange={(presets) => change({ presets })} /> : null}
          <Field
            label={t.form.expires}
            hint={t.form.expiresHint}
            type="datetime-local"
            value={draft.expires}
            onChange={({ target }) => change({ expires: target.value })}
            error={wrong === "expires" ? t.form.expiresPast : null}
            data-testid="link-expires"
          />
          <Field
            label={t.form.back}
            hint={t.form.backHint}
            type="url"
            maxLength={2_000}
            value={draft.successUrl}
            onChange={({ target }) => change({ successUrl: target.value })}
            data-testid="link-back"
          />
          {isEdit ? null : (
            <>
              <Field
                label={t.form.reference}
                hint={t.form.referenceHint}
                maxLength={200}
                value={draft.reference}
                onChange={({ target }) => change({ reference: target.value })}
                data-testid="link-reference"
              />
              <SplitsField value={draft.splits} onChange={(splits) => change({ splits })} />
            </>
          )}
        </div>
      </details>
      {draft.title.trim() === "" ? null : <Preview draft={draft} />}
      {save.isError ? <ProblemNotice error={save.error} /> : null}
      <Button type="submit" wide disabled={wrong !== null} busy={save.isPending} data-testid="save-link">
        {isEdit ? t.edit.save : own.save}
      </Button>
    </form>
  )
}

/** The first lines of the checkout, while they are being written. */
function Preview({ draft }: { draft: LinkDraft }) {
  const t = useTexts(LINKS).form
  const pay = useMessages().checkout.pay
  const amount = typedCkb(draft.amount)
  return (
    <figure className="rounded-xl border border-line bg-sunken p-4" data-testid="link-preview">
      <figcaption className="text-sm text-muted">{t.preview}</figcaption>
      <p className="mt-2 font-medium wrap-anywhere">
        {pay} {draft.title.trim()}
      </p>
      <p className="text-2xl font-semibold tabular-nums">{amount ? `${displayCkb(amount)} CKB` : t.anyAmount}</p>
      {draft.note.trim() ? (
        <p className="mt-1 whitespace-pre-wrap text-sm text-muted wrap-anywhere">{draft.note}</p>
      ) : null}
    </figure>
  )
}
