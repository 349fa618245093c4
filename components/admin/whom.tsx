"use client"

import { ADMIN } from "@/components/messages/admin"
import { useTexts } from "@/components/messages/provider"
import { Amount } from "@/components/ui/amount"
import { CopyButton } from "@/components/ui/copy-button"
import { Detail, DetailList } from "@/components/ui/detail-list"

/**
 * Who is to get what, in the window where it is decided: the whole address, for its ends alone can be made to look like
 * another's.
 */
export function Whom({ receiver, amount }: { receiver: string | null; amount: string }) {
  const { whom: t } = useTexts(ADMIN)
  return (
    <div data-testid="whom" className="rounded-xl bg-sunken px-4">
      <DetailList>
        {receiver === null ? null : (
          <Detail name={t.receiver}>
            <span translate="no" className="inline-flex items-center gap-1 text-left">
              <span className="break-all">{receiver}</span>
              <CopyButton text={receiver} label={t.copyReceiver} className="-mr-3.5" />
            </span>
          </Detail>
        )}
        <Detail name={t.amount} strong>
          <Amount shannons={amount} />
        </Detail>
      </DetailList>
    </div>
  )
}
