import type { Step } from "./payments"
import { bytesOf, hashOf, SETTLEMENT_BYTES, type Shape } from "./shape"

/** shannons for each thousand bytes */
const FEE_RATE = 1_500

/** What settling has written: settlements, what each pays whom, their transactions, their books and their events. */
export function payoutSteps({ payments }: Shape): Step[] {
  return [
    [
      "payout",
      // Shares of the receiver and of whoever has a split, as the entries say.
      `INSERT INTO payout (settlement_id, receiver, lock_hash, amount)
      SELECT settlement_id, min(receiver), lock_hash, sum(amount) FROM account WHERE settlement_id IS NOT NULL
      GROUP BY settlement_id, lock_hash ORDER BY settlement_id, min(id)`,
    ],
    [
      "settlement",
      `INSERT INTO settlement (id, status, amount, network_fee, tx_hash, created_at, updated_at)
      SELECT p.settlement_id, 'confirmed', sum(p.amount),
        (${SETTLEMENT_BYTES.once} + count(*) * ${SETTLEMENT_BYTES.output}) * ${FEE_RATE} / 1000,
        ${hashOf("settlement", "p.settlement_id")}, min(plan.at), min(plan.at) + interval '5 minutes'
      FROM payout p
      JOIN (SELECT settlement, max(at) AS at FROM bench_plan WHERE settlement IS NOT NULL GROUP BY 1) plan
        ON plan.settlement = p.settlement_id
      GROUP BY p.settlement_id ORDER BY p.settlement_id`,
    ],
    [
      "chain_transaction of settlements",
      `INSERT INTO chain_transaction (id, tx_hash, bytes, settlement_id, network_fee, status, block_number, block_hash,
        committed_at, sends, last_answer, next_check_at, created_at)
      SELECT ${payments} + s.id, s.tx_hash, ${bytesOf("settlement", "s.id", `s.network_fee * 1000 / ${FEE_RATE}`)},
        s.id, s.network_fee, 'confirmed', plan.block, ${hashOf("block", "plan.block")}, s.created_at, 1, 'accepted',
        s.created_at, s.created_at
      FROM settlement s
      JOIN (SELECT settlement, max(block) AS block FROM bench_plan WHERE settlement IS NOT NULL GROUP BY 1) plan
        ON plan.settlement = s.id
      ORDER BY s.id`,
    ],
    ["ledger of settlements", ledgerOfSettlements(payments * 2 + 2)],
    [
      "events of payouts",
      `INSERT INTO event (type, object, object_id, sequence, status, data, created_at)
      SELECT 'payout.' || step, 'payout', p.id, nth, step,
        jsonb_build_object('tx_hash', '0x' || encode(s.tx_hash, 'hex')), s.created_at + nth * interval '1 minute'
      FROM payout p JOIN settlement s ON s.id = p.settlement_id,
        unnest(ARRAY['signed', 'committed', 'confirmed']) WITH ORDINALITY AS told(step, nth)
      ORDER BY p.id, nth`,
    ],
    // The chain of this run saw none of it: what the pool would hold by now goes out again.
    [
      "balance",
      `INSERT INTO ledger_entry (group_id, event, account, amount)
      SELECT ${payments * 2 + 1}, 'deposit', line.account, line.sign * total.amount
      FROM (SELECT sum(amount)::bigint AS amount FROM ledger_entry WHERE account = 'pool') total,
        (VALUES ('pool', -1), ('capital', 1)) AS line(account, sign)`,
    ],
  ]
}

/** As `lib/ledger/post.ts` books a settlement in a block, and one that is buried. */
function ledgerOfSettlements(firstGroup: number): string {
  return `
    INSERT INTO ledger_entry (group_id, event, account, lock_hash, amount, settlement_id, created_at)
    SELECT ${firstGroup} + id * 2 + (nth > 3)::int,
      CASE WHEN nth > 3 THEN 'settlement_confirmed' ELSE 'settlement_committed' END, account, lock_hash, value, id, at
    FROM (
      SELECT s.id, s.created_at AS at, fixed.* FROM settlement s, LATERAL (VALUES
        (1, 'pool', NULL::bytea, -(s.amount + s.network_fee)),
        (2, 'settlements_in_confirmation', NULL, s.amount), (3, 'network_fees', NULL, s.network_fee),
        (4, 'settlements_in_confirmation', NULL, -s.amount)) AS fixed(nth, account, lock_hash, value)
      UNION ALL
      SELECT s.id, s.created_at, 5, 'owed', p.lock_hash, p.amount
      FROM payout p JOIN settlement s ON s.id = p.settlement_id
    ) line ORDER BY id, nth`
}
