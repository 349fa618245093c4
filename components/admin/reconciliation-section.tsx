"use client"

import { ADMIN } from "@/components/messages/admin"
import { useTexts } from "@/components/messages/provider"
import { Amount } from "@/components/ui/amount"
import { Card } from "@/components/ui/card"
import { Chip } from "@/components/ui/chip"
import { Notice } from "@/components/ui/notice"
import { CardCell, CardRow, CardTable } from "@/components/ui/table"
import { displayCkb } from "@/lib/client/format"
import { useReconciliation } from "@/lib/client/queries"
import type { Reconciliation } from "@/lib/client/types"
import { Section } from "./section"

/** Whether the money is all there: one sentence, then the exact numbers. */
export function ReconciliationSection() {
  const t = useTexts(ADMIN).reconciliation
  const query = useReconciliation()
  const data = query.data
  return (
    <Section id="reconciliation" title={t.title} query={query}>
      {data ? (
        <Card>
          {data.ok ? (
            <div className="mb-6 flex flex-wrap items-center gap-3">
              <Chip tone="accent">{t.ok}</Chip>
              <p className="font-medium" data-testid="reconciliation-sentence">
                {sentence(t, data)}
              </p>
            </div>
          ) : (
            <div className="mb-6">
              <Notice tone={isMissing(data) ? "danger" : "warn"} title={t.off} testId="reconciliation-alarm">
                <p className="text-base font-medium" data-testid="reconciliation-sentence">
                  {sentence(t, data)}
                </p>
                <p>{isMissing(data) ? t.missingNext : t.surplusNext}</p>
              </Notice>
            </div>
          )}
          <CardTable
            caption={t.caption}
            columns={[
              { name: t.columns.what },
              { name: t.columns.left, right: true },
              { name: t.columns.right, right: true },
              { name: t.columns.difference, right: true },
            ]}
          >
            <Account
              name={t.pool}
              counted={data.pool.chain}
              ledger={data.pool.ledger}
              difference={data.pool.difference}
              testId="pool-difference"
            />
            <Account
              name={t.owed}
              counted={data.owed.entries}
              ledger={data.owed.ledger}
              difference={data.owed.difference}
              testId="owed-difference"
            />
          </CardTable>
        </Card>
      ) : null}
    </Section>
  )
}

interface AccountProps {
  name: string
  counted: string
  ledger: string
  difference: string
  testId: string
}

function Account({ name, counted, ledger, difference, testId }: AccountProps) {
  const { columns } = useTexts(ADMIN).reconciliation
  return (
    <CardRow>
      <CardCell name={columns.what} className="font-medium">
        {name}
      </CardCell>
      <CardCell name={columns.left} right>
        <Amount shannons={counted} />
      </CardCell>
      <CardCell name={columns.right} right>
        <Amount shannons={ledger} />
      </CardCell>
      <CardCell name={columns.difference} right>
        <span data-testid={testId}>{difference}</span>
      </CardCell>
    </CardRow>
  )
}

/** Less on the chain than in the books, or more owed than booked: what pauses by itself. */
function isMissing({ pool, owed }: Reconciliation): boolean {
  return BigInt(pool.difference) < 0n || BigInt(owed.difference) > 0n
}

function sentence(t: (typeof ADMIN.en)["reconciliation"], { ok, block, pool, owed }: Reconciliation): string {
  const number = block.number.toLocaleString("en")
  const poolDifference = BigInt(pool.difference)
  const owedDifference = BigInt(owed.difference)
  if (ok) return t.exact(number)
  if (poolDifference < 0n) return t.deficit(displayCkb(-poolDifference), number)
  if (poolDifference > 0n) return t.surplus(displayCkb(poolDifference), number)
  return t.owedDiffers(displayCkb(owedDifference < 0n ? -owedDifference : owedDifference), number)
}
