import { hashOf, NETWORK_FEE, type Payee, type Shape, transactionOf } from "./shape"

/** A step of the loader: what it writes, and the statement. */
export type Step = [what: string, sql: string]

/** What is true of payment number i, from which each row of it follows. */
export function planStep({
  payments,
  senders,
  receivers,
  splitters,
  settledPercent,
  perSettlement,
  days,
}: Shape): Step {
  return [
    "plan",
    `DROP TABLE IF EXISTS bench_plan;
    CREATE UNLOGGED TABLE bench_plan AS
    SELECT i, s.address AS sender, s.lock_hash AS sender_hash, s.n AS sender_n,
      r.address AS receiver, r.lock_hash AS receiver_hash, r.n AS receiver_n,
      x.address AS splitter, x.lock_hash AS splitter_hash,
      amount, amount / 100 AS fee, (amount - amount / 100) / 10 AS split, status, at,
      -- Numbers of blocks before the chain of this run began.
      (i - ${payments}) / 20 - 1 AS block,
      CASE WHEN status = 'confirmed' AND i <= ${Math.floor((payments * settledPercent) / 100)}
        THEN (i - 1) / ${perSettlement} + 1 END AS settlement
    FROM (
      SELECT i, 4000000000 + i AS amount, i % ${splitters} AS splitter_n,
        CASE WHEN i % 50 = 0 THEN 0 ELSE 1 + (i * 104729) % ${senders - 1} END AS sender_n,
        CASE WHEN i % 20 = 0 THEN 0 ELSE 1 + (i * 7919) % ${receivers - 1} END AS receiver_n,
        CASE WHEN i % 97 < 91 THEN 'confirmed' WHEN i % 97 < 95 THEN 'expired' ELSE 'cancelled' END AS status,
        now() - (${payments} - i) * (interval '${days} days' / ${payments}) AS at
      FROM generate_series(1::bigint, ${payments}) i
    ) p
    JOIN bench_party s ON s.role = 'sender' AND s.n = sender_n
    JOIN bench_party r ON r.role = 'receiver' AND r.n = receiver_n
    JOIN bench_party x ON x.role = 'splitter' AND x.n = splitter_n;
    CREATE UNIQUE INDEX ON bench_plan (i);
    ANALYZE bench_plan`,
  ]
}

const literal = (bytes: Uint8Array) => `'\\x${Buffer.from(bytes).toString("hex")}'::bytea`

/** Cells, payments, entries, transactions and claims: what prepare, submit and the follower have written of each. */
export function paymentSteps(platform: Payee): Step[] {
  const lock = literal(platform.lockHash)
  return [
    [
      "platform_cell",
      `INSERT INTO platform_cell (id, tx_hash, output_index, capacity, state, made_in, spent_in, created_at, updated_at)
      SELECT i, ${hashOf("cell", "i")}, 1, 6500000000, 'spent', block - 3, CASE WHEN status = 'confirmed' THEN block
        ELSE block + 1 END, at, at FROM bench_plan ORDER BY i`,
    ],
    [
      "payment",
      `INSERT INTO payment (id, sender, sender_lock_hash, receiver, receiver_lock_hash, amount, platform_fee,
        network_fee, status, tx_hash, unsigned_tx, platform_cell_id, client_secret_hash, commitment_salt, info,
        category, sender_did, receiver_did, created_at, updated_at, expires_at)
      SELECT i, sender, sender_hash, receiver, receiver_hash, amount, fee, ${NETWORK_FEE}, status,
        ${hashOf("payment", "i")}, ${transactionOf("i")}, i, ${hashOf("secret", "i")},
        ${hashOf("salt", "i")}, 'order ' || i % 2000, i % 7, 'did:ckb:s' || sender_n, 'did:ckb:r' || receiver_n,
        at, at + interval '1 minute', at + interval '2 minutes'
      FROM bench_plan ORDER BY i`,
    ],
    [
      "account",
      `INSERT INTO account (id, payment_id, receiver, lock_hash, amount, kind, status, settlement_id, tx_hash,
        created_at, updated_at)
      SELECT (i - 1) * 3 + nth, i, address, lock_hash, value, kind,
        CASE WHEN status <> 'confirmed' THEN 'void' WHEN of IS NULL THEN 'available' ELSE 'paid' END,
        of, CASE WHEN of IS NOT NULL THEN ${hashOf("settlement", "of")} END, at, at + interval '1 minute'
      FROM bench_plan, LATERAL (VALUES
        (1, '${platform.address}', ${lock}, fee, 'fee', NULL::bigint),
        (2, receiver, receiver_hash, amount - fee - split, 'receiver', settlement),
        (3, splitter, splitter_hash, split, 'split', settlement)
      ) AS entry(nth, address, lock_hash, value, kind, of) ORDER BY i, nth`,
    ],
    [
      "chain_transaction",
      `INSERT INTO chain_transaction (id, tx_hash, bytes, payment_id, network_fee, status, block_number, block_hash,
        committed_at, sends, last_answer, next_check_at, created_at)
      SELECT i, ${hashOf("payment", "i")}, ${transactionOf("i")}, i, 0, 'confirmed',
        block, ${hashOf("block", "block")}, at, 1, 'accepted', at, at
      FROM bench_plan WHERE status = 'confirmed' ORDER BY i`,
    ],
    [
      "claim",
      `INSERT INTO claim (tx_hash, output_index, payment_id, lock_hash, spent_by, spent_block, created_at)
      SELECT hash, output_index, i, lock_hash, ${hashOf("payment", "i")}, block, at
      FROM bench_plan, LATERAL (VALUES (${hashOf("input", "i")}, 0, sender_hash), (${hashOf("cell", "i")}, 1, ${lock}))
        AS input(hash, output_index, lock_hash)
      WHERE status = 'confirmed' ORDER BY i`,
    ],
    ["ledger of payments", ledgerOfPayments],
    ["events of payments", eventsOfPayments],
  ]
}

/** As `lib/ledger/post.ts` books a payment in a block, and one that is buried. */
const ledgerOfPayments = `
  INSERT INTO ledger_entry (group_id, event, account, lock_hash, amount, payment_id, created_at)
  SELECT i * 2 + (nth > 2)::int, CASE WHEN nth > 2 THEN 'payment_confirmed' ELSE 'payment_committed' END, account,
    lock_hash, value, i, at
  FROM bench_plan, LATERAL (VALUES
    (1, 'pool', NULL::bytea, amount), (2, 'payments_in_confirmation', NULL, -amount),
    (3, 'payments_in_confirmation', NULL, amount), (4, 'owed', receiver_hash, -(amount - fee - split)),
    (5, 'owed', splitter_hash, -split), (6, 'fees', NULL, -fee)
  ) AS line(nth, account, lock_hash, value) WHERE status = 'confirmed' ORDER BY i, nth`

const eventsOfPayments = `
  INSERT INTO event (type, object, object_id, sequence, status, created_at)
  SELECT 'payment.' || step, 'payment', i, nth, step, at + nth * interval '10 seconds'
  FROM bench_plan, LATERAL unnest(CASE status WHEN 'confirmed'
    THEN ARRAY['prepared', 'submitted', 'committed', 'confirmed'] ELSE ARRAY['prepared', status] END)
    WITH ORDINALITY AS told(step, nth)
  ORDER BY i, nth`
