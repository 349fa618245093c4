import { describe } from "vitest"
import { entry, FEE, insert, OTHER, payment, permits, RECEIVER, refuses } from "@/lib/ledger/constraints.fixture"

describe("a payment link", () => {
  const link = (values: Record<string, string> = {}) =>
    insert("payment_link", {
      id: "1",
      slug: "'0123456789ab'",
      receiver: "'r'",
      receiver_lock_hash: RECEIVER,
      presets: "'{}'",
      title: "'t'",
      one_time: "true",
      ...values,
    })
  const split = (values: Record<string, string> = {}) =>
    insert("payment_link_split", {
      link_id: "1",
      position: "0",
      receiver: "'s'",
      lock_hash: OTHER,
      bps: "1",
      ...values,
    })
  const through = (id: number, values: Record<string, string> = {}) => [
    payment(id, { status: "'submitted'", link_id: "1", link_once: "true", ...values }),
    entry(id, 99),
    entry(id, 1, FEE),
  ]
  const check = /check constraint/
  const rename = `UPDATE payment_link SET title = 'u'`
  const release = `UPDATE payment_link SET reference_released = true`
  const OVER = { created_at: "now() - interval '2 hours'", expires_at: "now() - interval '1 hour'" }
  const order = (id: number, values: Record<string, string> = {}) => [
    link({ id: `${id}`, slug: `'0123456789a${id}'`, reference: "'7'", ...values }),
  ]
  const onceEach = { link_once: "false", reference: "'7'", reference_once: "true" }
  refuses(
    ["for one payment is paid once", /payment_one_time_link/, link(), ...through(3), ...through(4)],
    ["for one payment is not one for many", /foreign key/, link(), ...through(3, { link_once: "false" })],
    [
      "for many payments is paid once for each reference",
      /payment_one_reference/,
      link({ one_time: "false" }),
      ...through(3, onceEach),
      ...through(4, onceEach),
    ],
    ["for many payments has no reference that is none", check, link(), ...through(3, { reference_once: "true" })],
    [
      "keeps what was said",
      /keeps what was said/,
      link(),
      ...through(3),
      `UPDATE payment SET message = 'x' WHERE id = 3`,
    ],
    ["is named with its kind", check, link(), ...through(3, { link_once: "NULL" })],
    ["keeps its payments", /keeps its link/, link(), `UPDATE payment SET link_id = 1, link_once = true WHERE id = 1`],
    ["keeps its terms", /keeps its terms/, link(), `UPDATE payment_link SET amount = 5`],
    ["is closed once", /is over/, link({ closed_at: "now()" }), `UPDATE payment_link SET closed_at = NULL`],
    ["is not changed when closed", /is over/, link({ closed_at: "now()" }), rename],
    ["is not changed when paid", /is over/, link(), ...through(3), rename],
    ["keeps what it has said", /append-only/, link(), rename, `UPDATE payment_link_revision SET title = 'z'`],
    ["has a reference only when it is for one payment", check, link({ one_time: "false", reference: "'7'" })],
    ["has a reference alone", /payment_link_one_receiver_reference/, ...order(1), ...order(2)],
    ["keeps its reference while open", /keeps its reference/, ...order(1), release],
    [
      "keeps the reference that was paid",
      /keeps its reference/,
      ...order(1),
      ...through(3),
      `UPDATE payment_link SET closed_at = now()`,
      release,
    ],
    ["is over without its reference", /is over/, ...order(1, OVER), release, rename],
    ["keeps its splits", /append-only/, link(), split(), `UPDATE payment_link_split SET bps = 2`],
    ["has one name", /duplicate key/, link(), link({ id: "2" })],
    ["has a name that can be read aloud", check, link({ slug: "'0123456789aI'" })],
    ["asks for more than nothing", check, link({ amount: "0" })],
    ["offers more than nothing", check, link({ presets: "'{5,0}'" })],
    ["offers a choice or none", check, link({ amount: "1", presets: "'{5}'" })],
    ["leads to a page", check, link({ success_url: "'javascript:x'" })],
    ["ends after it begins", check, link({ expires_at: "now() - interval '1 second'" })],
    ["gives a splitter a ratio or an amount", check, link(), split({ amount: "1" })],
    ["gives a splitter something", check, link(), split({ bps: "NULL" })],
    ["names a splitter once", /duplicate key/, link(), split(), split({ position: "1" })],
  )
  permits(
    ["after the one before has failed", link(), ...through(3, { status: "'failed'" }), ...through(4)],
    ["to many who only prepare", link(), ...through(3), ...through(4, { status: "'prepared'" })],
    ["for many payments", link({ one_time: "false" }), ...[3, 4].flatMap((id) => through(id, { link_once: "false" }))],
    ["to be closed", link(), `UPDATE payment_link SET closed_at = now()`],
    [
      "to say something else",
      link(),
      rename,
      `UPDATE payment_link SET note = 'n', expires_at = now() + interval '1 day'`,
    ],
    ["with a reference that a closed one had", ...order(1), `UPDATE payment_link SET closed_at = now()`, ...order(2)],
    ["with a reference that one had whose time is over", ...order(1, OVER), release, ...order(2)],
    ["with a reference of somebody else's", ...order(1), ...order(2, { receiver_lock_hash: OTHER })],
    [
      "for many references",
      link({ one_time: "false" }),
      ...through(3, onceEach),
      ...through(4, { ...onceEach, reference: "'8'" }),
    ],
  )
})

describe("a name", () => {
  const profile = (lock: string) =>
    insert("profile", { lock_hash: lock, address: "'a'", display_name: "'Ana'", presets: "'{}'" })
  const name = (lock: string, values: Record<string, string> = {}) =>
    insert("profile_name", { name: "'ana'", lock_hash: lock, ...values })
  const both = [profile(RECEIVER), profile(OTHER)]
  const left = (age: string) => ({ taken_at: "now() - interval '1 year'", released_at: `now() - interval '${age}'` })
  const six = Array.from({ length: 6 }, (_, i) => name(RECEIVER, { name: `'ana-${i}'`, ...left("1 day") }))
  refuses(
    ["is one lock's at a time", /not free/, ...both, name(RECEIVER), name(OTHER)],
    [
      "is the only one of a lock",
      /profile_name_one_of_lock/,
      ...both,
      name(RECEIVER),
      name(RECEIVER, { name: "'eva'" }),
    ],
    ["goes to nobody else for 90 days", /not free/, ...both, name(RECEIVER, left("89 days")), name(OTHER)],
    ["is not the seventh of a lock", /six names/, profile(RECEIVER), ...six, name(RECEIVER)],
    ["stays on record", /on record/, profile(RECEIVER), name(RECEIVER), "DELETE FROM profile_name"],
    [
      "is given up once",
      /on record/,
      profile(RECEIVER),
      name(RECEIVER, left("1 day")),
      "UPDATE profile_name SET released_at = NULL",
    ],
    ...["'an'", "'Ana'", "'-ana'", "'ana-'", "'a--na'", "'аna'", "'ana b'"].map(
      (bad): [string, RegExp, ...string[]] => [
        `is not ${bad}`,
        /check constraint/,
        profile(RECEIVER),
        name(RECEIVER, { name: bad }),
      ],
    ),
  )
  permits(
    ["that was left 91 days ago", ...both, name(RECEIVER, left("91 days")), name(OTHER)],
    ["of one's own again", profile(RECEIVER), name(RECEIVER, left("1 day")), name(RECEIVER)],
  )
})
