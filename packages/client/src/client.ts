import {
  type AnyInput,
  type Args,
  type BodyOf,
  type CallOptions,
  type Connection,
  callApi,
  nextOf,
  type Page,
  type PagedCall,
  type PlainCall,
  type QueryOf,
  type ReplyTo,
} from "./call"

export interface ClientOptions {
  /** where the installation is: `https://pay.example` */
  url: string
  /** an API key of a project. A secret one belongs on a server: in a browser it is refused */
  key?: string
  /** the platform's address, where you know it for certain; else what the installation says of itself counts */
  platform?: string
  /** how often a call that can be repeated is, at most: 4 unless said otherwise */
  retries?: number
  /** how long one answer may take, in milliseconds: 30,000 unless said otherwise */
  timeoutMs?: number
  fetch?: typeof fetch
}

export type Client = ReturnType<typeof createClient>

/** A client of an installation's API. All amounts are shannons. Nothing is sent before something is called. */
export function createClient({ url, key, platform, retries = 4, timeoutMs = 30_000, ...options }: ClientOptions) {
  if (key?.includes("_sk_") && typeof document !== "undefined")
    throw new TypeError("A secret key in a page is everybody's: use a publishable one, or call from your server.")
  const send = options.fetch ?? ((input, init) => fetch(input, init))
  const connection: Connection = { url: new URL(url), key, retries, timeoutMs, fetch: send }

  const { call, page, all } = callsOf(connection)
  return {
    url: connection.url.origin,
    platform,
    /**
     * Any call of the API, typed by its contract: `call("GET /api/payment/{id}", { params: { id } })`.
     *
     * @throws MicroPayError for every outcome but 2xx
     */
    call,
    /** one page of a list */
    page,
    /** all of a list, page by page, as you read on */
    all,
    /** what this installation is: its network, the platform's address, its fee */
    config: () => call("GET /api/config"),
    /** whether payments or payouts are paused */
    status: () => call("GET /api/status"),
    /** what payments come to for up to 500 keys: for each post, order, author or day */
    totals: (body: BodyOf<"POST /api/totals">) => call("POST /api/totals", { body }),
    payments: {
      /** books a payment and answers the transaction to sign; `pay` does all of it */
      prepare: (body: BodyOf<"POST /api/payment/prepare">, options: CallOptions = {}) =>
        call("POST /api/payment/prepare", { ...options, body }),
      /** hands in the signed transaction */
      transfer: (body: BodyOf<"POST /api/payment/transfer">, options: CallOptions = {}) =>
        call("POST /api/payment/transfer", { ...options, body }),
      get: (id: number, options: CallOptions = {}) => call("GET /api/payment/{id}", { ...options, params: { id } }),
      /** what proves a payment that is in a block, for `verifyReceipt` */
      receipt: (id: number, options: CallOptions = {}) =>
        call("GET /api/payment/{id}/receipt", { ...options, params: { id } }),
      /** gives up a payment that is not signed */
      cancel: (id: number, options: CallOptions = {}) =>
        call("POST /api/payment/{id}/cancel", { ...options, params: { id } }),
      list: (query: QueryOf<"GET /api/payment/all"> = {}) => page("GET /api/payment/all", { query }),
    },
    refunds: {
      /** gives a confirmed payment back, or a part of it, out of what is in no payout yet */
      create: (paymentId: number, body: BodyOf<"POST /api/payment/{id}/refund"> = {}, options: CallOptions = {}) =>
        call("POST /api/payment/{id}/refund", { ...options, params: { id: paymentId }, body }),
      list: (paymentId: number) => call("GET /api/payment/{id}/refund", { params: { id: paymentId } }),
    },
    links: {
      /** the payer opens `/p/SLUG`. The same `reference` again answers the same link */
      create: (body: BodyOf<"POST /api/link">, options: CallOptions = {}) =>
        call("POST /api/link", { ...options, body }),
      get: (slug: string) => call("GET /api/link/{slug}", { params: { slug } }),
      edit: (slug: string, body: BodyOf<"POST /api/link/{slug}/edit">) =>
        call("POST /api/link/{slug}/edit", { params: { slug }, body }),
      close: (slug: string) => call("POST /api/link/{slug}/close", { params: { slug } }),
      /** which payment a link for one payment has */
      payment: (slug: string) => call("GET /api/link/{slug}/payment", { params: { slug } }),
      list: (query: QueryOf<"GET /api/link"> = {}) => page("GET /api/link", { query }),
    },
    events: {
      /** what has happened, the oldest first: go on with `after`, the id of the last one you know */
      list: (query: QueryOf<"GET /api/event"> = {}) => page("GET /api/event", { query }),
      all: (query: QueryOf<"GET /api/event"> = {}) => all("GET /api/event", { query }),
    },
    webhooks: {
      /** its `secret` is in this reply only */
      create: (body: BodyOf<"POST /api/webhook">) => call("POST /api/webhook", { body }),
      list: (query: QueryOf<"GET /api/webhook"> = {}) => page("GET /api/webhook", { query }),
      rotate: (id: number, body: BodyOf<"POST /api/webhook/{id}/rotate"> = {}) =>
        call("POST /api/webhook/{id}/rotate", { params: { id }, body }),
      enable: (id: number) => call("POST /api/webhook/{id}/enable", { params: { id } }),
      disable: (id: number) => call("POST /api/webhook/{id}/disable", { params: { id } }),
      test: (id: number) => call("POST /api/webhook/{id}/test", { params: { id } }),
      deliveries: (id: number, query: QueryOf<"GET /api/webhook/{id}/delivery"> = {}) =>
        page("GET /api/webhook/{id}/delivery", { params: { id }, query }),
      /** sends a message once more, by the id of its delivery */
      resend: (id: number) => call("POST /api/delivery/{id}/resend", { params: { id } }),
    },
    accounts: {
      /** what an address is owed */
      get: (address: string) => call("GET /api/account/{address}", { params: { address } }),
      entries: (address: string, query: QueryOf<"GET /api/account/{address}/entries"> = {}) =>
        page("GET /api/account/{address}/entries", { params: { address }, query }),
      payouts: (address: string) => page("GET /api/account/{address}/payouts", { params: { address } }),
      /** what an address has got, in all or in some days */
      total: (address: string, query: QueryOf<"GET /api/account/{address}/total"> = {}) =>
        call("GET /api/account/{address}/total", { params: { address }, query }),
      statement: (address: string, query: QueryOf<"GET /api/statement/{address}">) =>
        call("GET /api/statement/{address}", { params: { address }, query }),
    },
  }
}

function callsOf(connection: Connection) {
  async function call<C extends PlainCall>(name: C, ...[input]: Args<C>): Promise<ReplyTo<C>> {
    return (await callApi(connection, name, input)).json as ReplyTo<C>
  }

  async function page<C extends PagedCall>(name: C, ...[input]: Args<C>): Promise<Page<ItemOf<C>>> {
    const { json, headers } = await callApi(connection, name, input)
    return { items: json as ItemOf<C>[], next: nextOf(headers)?.value }
  }

  async function* all<C extends PagedCall>(name: C, ...[input]: Args<C>): AsyncGenerator<ItemOf<C>> {
    const given: AnyInput = input ?? {}
    for (let { query = {} } = given; ; ) {
      const { json, headers } = await callApi(connection, name, { ...given, query })
      yield* json as ItemOf<C>[]
      const next = nextOf(headers)
      if (!next) return
      query = { ...query, [next.place]: next.value }
    }
  }

  return { call, page, all }
}

type ItemOf<C extends PagedCall> = ReplyTo<C> extends readonly (infer Item)[] ? Item : never
