import type { Actor } from "@/lib/actor"
import { parseAddress } from "@/lib/chain/address"
import type { Context } from "@/lib/context"
import { Forbidden, NotFound, Unauthorized } from "@/lib/errors"
import type { Hex } from "@/lib/hex"
import { isLinkOf, isReceiverOfLink } from "@/lib/link/query"
import { isMadeOutTo, isPartyOf, isPaymentOf } from "@/lib/payment/query"
import { verifyClientSecret } from "@/lib/payment/secret"
import { verifyShareKey } from "@/lib/payment/share-key"
import type { KeyHolder } from "@/lib/project/authenticate"
import { isOwnerOfProject } from "@/lib/project/query"
import type { KeyScope } from "@/lib/project/types"
import type { Role } from "@/lib/roles"
import { isDeliveryOf, isOwnerOfDelivery } from "@/lib/webhook/deliveries"
import { isOwnerOfWebhook, isWebhookOf } from "@/lib/webhook/manage"
import { isReceiverOf } from "@/lib/withdrawal/query"
import { keyOf, keyTextOf } from "./api-key"
import { isRead, type Operator, operatorOf, requireRole } from "./operator"
import { requireSameOrigin } from "./origin"
import { signedInWallet } from "./wallet-session"

const SIGN_IN = "Sign in as an operator, or send HTTP Basic with an operator's name and password."
const SIGN_IN_BY_WALLET = "Sign in with the wallet that this belongs to, or as an operator."
const BRING_A_KEY = "Send the API key of a project: Authorization: Bearer mp_…. Nothing was done."
const SIGN_IN_AS_OWNER = "Sign in with the wallet that owns this address. Nothing changed."
const OTHER_WALLET = "You are signed in with another wallet than the one that this belongs to. Nothing changed."

/**
 * Who is let in. What is absent lets nobody in.
 *
 * @typeParam Input what it reads of the parsed request; `contract` refuses, by type, a route without those fields
 */
interface Rule<Input> {
  /**
   * Everybody: anywhere, on the devnet alone (elsewhere the route does not exist), or by setting: a GET on the devnet
   * and with OPEN_READS, all else on the devnet only
   */
  open?: "anywhere" | "devnet" | "by setting"
  /** Who brings the client secret of this payment, in X-Client-Secret or in the body */
  secret?: { of: (input: Input) => bigint; inBody: (input: Input) => string | undefined }
  /** Who brings the key of this payment's share link, in X-Share-Key: to read, and for nothing else */
  share?: (input: Input) => bigint
  /** An operator with this role; `by method`: `look` to read and `operate` for all else */
  operator?: Role | "by method"
  /** Whose wallet is signed in, if this is theirs */
  isTheirs?: (ctx: Context, lockHash: Hex, input: Input) => Promise<boolean>
  /** Whether what is asked for is this project's own: without it an API key is let in nowhere under this rule */
  isProjects?: (ctx: Context, projectId: bigint, input: Input) => Promise<boolean>
  /** The fields may stand in the body, so it is parsed before anybody is let in */
  readsBody?: boolean
}

/** A request, parsed. */
export interface Parsed {
  params: unknown
  body: unknown
}
type PathHas<Fields> = { params: Fields; body: unknown }
type BodyHas<Fields> = { params: unknown; body: Fields }
type MayHaveSecret = BodyHas<{ client_secret?: string | undefined } | undefined>

const READER = { open: "by setting", operator: "by method" } as const
/** Lists show a key what is its project's, and what it makes becomes that: the work sees to it, by `project`. */
const whatIsMade = async () => true
const inBody = ({ body }: MayHaveSecret) => body?.client_secret

/**
 * Who may call a route, by the name that its contract gives. The OpenAPI document says the same, from the same table.
 */
export const ACCESS = {
  /** everybody */
  public: rule({ open: "anywhere", isProjects: whatIsMade }),
  /** everybody on the devnet; elsewhere the route does not exist */
  devnet: rule({ open: "devnet" }),
  /** where it is not open, an operator */
  reader: rule({ ...READER, isProjects: whatIsMade }),
  /** as reader, by a method that is none of reading: what is asked for is long */
  looker: rule({ open: "by setting", operator: "look", isProjects: whatIsMade }),
  /** as reader, and whose wallet owns the address in the path */
  party: rule({
    ...READER,
    isTheirs: (ctx, lockHash, { params }: PathHas<{ address: string }>) => owns(ctx, lockHash, params.address),
  }),
  /** whom the payment in the path is made out to, and an operator who may give away what is somebody else's */
  refunder: rule({
    operator: "approve",
    isTheirs: (ctx, lockHash, { params }: PathHas<{ id: bigint }>) => isMadeOutTo(ctx, params.id, lockHash),
    isProjects: (ctx, projectId, { params }: PathHas<{ id: bigint }>) => isPaymentOf(ctx, params.id, projectId),
  }),
  /** as reader, and whose wallet owns the address of the receiver in the body */
  receiver: rule({
    ...READER,
    readsBody: true,
    isTheirs: (ctx, lockHash, { body }: BodyHas<{ receiver: string }>) => owns(ctx, lockHash, body.receiver),
    isProjects: whatIsMade,
  }),
  /** as reader, who holds the payment's client secret, and whose wallet sent it or has a share of it */
  payer: rule({
    ...READER,
    readsBody: true,
    secret: { of: (input: OfPayment) => idOf("payment_id", input), inBody },
    isTheirs: (ctx, lockHash, input: OfPayment) => isPartyOf(ctx, idOf("payment_id", input), lockHash),
  }),
  /** as payer, and who was given the payment's share link */
  viewer: rule({
    ...READER,
    secret: { of: ({ params }: PathHas<{ id: bigint }>) => params.id, inBody: () => undefined },
    share: ({ params }: PathHas<{ id: bigint }>) => params.id,
    isTheirs: (ctx, lockHash, { params }: PathHas<{ id: bigint }>) => isPartyOf(ctx, params.id, lockHash),
    isProjects: (ctx, projectId, { params }: PathHas<{ id: bigint }>) => isPaymentOf(ctx, params.id, projectId),
  }),
  /** as reader, and whose wallet the withdrawal pays */
  withdrawer: rule({
    ...READER,
    readsBody: true,
    isTheirs: (ctx, lockHash, input: PathHas<{ id: bigint }> | BodyHas<{ withdrawal_id: bigint }>) =>
      isReceiverOf(ctx, idOf("withdrawal_id", input), lockHash),
  }),
  /** whose wallet owns the address in the path, always, and nobody else */
  owner: rule({
    isTheirs: (ctx, lockHash, { params }: PathHas<{ address: string }>) => owns(ctx, lockHash, params.address),
  }),
  /** as reader, and who holds the payment's client secret */
  canceller: rule({
    ...READER,
    readsBody: true,
    secret: { of: ({ params }: PathHas<{ id: bigint }> & MayHaveSecret) => params.id, inBody },
  }),
  /** as reader, and whose wallet the payment link in the path pays */
  merchant: rule({
    ...READER,
    isTheirs: (ctx, lockHash, { params }: PathHas<{ slug: string }>) => isReceiverOfLink(ctx, params.slug, lockHash),
    isProjects: (ctx, projectId, { params }: PathHas<{ slug: string }>) => isLinkOf(ctx, params.slug, projectId),
  }),
  /** a program with the API key of a project */
  program: rule({ isProjects: whatIsMade }),
  /** a program of the project that the webhook in the path belongs to, whose wallet owns it, and an operator */
  webhook: rule({
    operator: "by method",
    isTheirs: (ctx, lockHash, { params }: PathHas<{ id: bigint }>) => isOwnerOfWebhook(ctx, params.id, lockHash),
    isProjects: (ctx, projectId, { params }: PathHas<{ id: bigint }>) => isWebhookOf(ctx, params.id, projectId),
  }),
  /** the same, of the webhook that the delivery in the path is for */
  delivery: rule({
    operator: "by method",
    isTheirs: (ctx, lockHash, { params }: PathHas<{ id: bigint }>) => isOwnerOfDelivery(ctx, params.id, lockHash),
    isProjects: (ctx, projectId, { params }: PathHas<{ id: bigint }>) => isDeliveryOf(ctx, params.id, projectId),
  }),
  /** whose wallet is signed in, and an operator */
  builder: rule({ operator: "by method", isTheirs: async () => true }),
  /** whose wallet the project in the path belongs to, and an operator */
  projectOwner: rule({
    operator: "by method",
    isTheirs: (ctx, lockHash, { params }: PathHas<{ id: bigint }>) => isOwnerOfProject(ctx, params.id, lockHash),
  }),
  /** an operator with that role, always; off the devnet the last two need the second factor */
  look: rule({ operator: "look" }),
  operate: rule({ operator: "operate" }),
  approve: rule({ operator: "approve" }),
}

export type Access = keyof typeof ACCESS
/** Rules that let nobody in but programs. */
export type ProgramsOnly = "program"
/** What a rule reads of a parsed request. */
export type ReadBy<A extends Access> = (typeof ACCESS)[A] extends Rule<infer Input> ? Input : never

function rule<Input = unknown>(definition: Rule<Input>): Rule<Input> {
  return definition
}

type OfPayment = (PathHas<{ id: bigint }> | BodyHas<{ payment_id: bigint }>) & MayHaveSecret

/** The id in the path; without one, that in the body. */
function idOf<Field extends string>(
  field: Field,
  input: PathHas<{ id: bigint }> | BodyHas<Record<Field, bigint>>,
): bigint {
  const isInPath = (given: Parsed): given is PathHas<{ id: bigint }> => "id" in (given.params as object)
  return isInPath(input) ? input.params.id : input.body[field]
}

/** That a route's request has what its rule reads, `contract` has seen to. */
function ruleOf(access: Access): Rule<Parsed> {
  return ACCESS[access] as Rule<Parsed>
}

/** The client secret that the caller brings, as it came, whoever it lets in. */
export function clientSecretOf(access: Access, request: Request, input: Parsed): string | undefined {
  return request.headers.get("x-client-secret") ?? ruleOf(access).secret?.inBody(input)
}

/** In whose name a request acts. */
export interface Admitted {
  /** Who has shown that they may. Where everybody may come in nobody is asked, whoever it is. */
  actor: Actor
  /** where it took one, as on the operators' own routes */
  operator?: Operator
  /** whose key it took: nothing but this project's is shown or changed */
  project?: bigint
}

const NOBODY: Admitted = { actor: { kind: "nobody" } }

/**
 * Lets the request pass, or says why not.
 *
 * @param asked of the contract: the name of the rule, and the scope that an API key needs, where one is taken
 * @throws Unauthorized, Forbidden, SecondFactorNeeded, RateLimited; NotFound for the devnet's routes elsewhere, and for
 *   what is not the key's project's
 */
export async function authorize(
  ctx: Context,
  asked: { access: Access; key?: KeyScope },
  request: Request,
  input: Parsed,
): Promise<Admitted> {
  const { access, key } = asked
  const { open, secret, share, operator, isTheirs, isProjects } = ruleOf(access)
  const isDevnet = ctx.config.network === "devnet"
  if (open === "devnet" && !isDevnet) throw new NotFound("There is nothing at this address.")
  // Where a key opens nothing it is not looked at either: who brings one is nobody there.
  const holder = key && isProjects && (await keyOf(ctx, request))
  if (holder) {
    requireScope(holder, key)
    if (!(await isProjects(ctx, holder.projectId, input)))
      throw new NotFound("This project has nothing at this address.")
    const { projectId, keyId, kind } = holder
    return { actor: { kind: "project", projectId, keyId, isAnybody: kind === "publishable" }, project: projectId }
  }
  if (open === "devnet" || open === "anywhere") return NOBODY
  if (secret && (await hasSecret(ctx, secret.of(input), clientSecretOf(access, request, input)))) return NOBODY
  if (share && isRead(request) && (await hasShareKey(ctx, share(input), request.headers.get("x-share-key"))))
    return NOBODY
  // By the method and not by the kind of access: a setting that opens reads can open nothing else.
  if (open === "by setting" && (isRead(request) ? ctx.config.openReads : isDevnet)) return NOBODY
  if (!operator && !isTheirs) throw new Unauthorized(BRING_A_KEY)
  if (keyTextOf(request) !== undefined) throw new Unauthorized("An API key opens nothing here. Nothing was done.")
  const wallet = isTheirs && (await signedInWallet(ctx, request))
  if (!wallet) {
    if (!operator) throw new Unauthorized(SIGN_IN_AS_OWNER)
    return requireOperator(ctx, request, operator, isTheirs ? SIGN_IN_BY_WALLET : SIGN_IN)
  }
  requireOwnPage(ctx, request)
  if (await isTheirs(ctx, wallet.lockHash, input)) return { actor: { kind: "wallet", ...wallet } }
  const found = operator && (await operatorOf(ctx, request))
  if (!found) throw new Forbidden(OTHER_WALLET)
  requireRole(ctx, request, found, roleFor(operator, request))
  return admitted(found)
}

function requireScope({ scopes }: KeyHolder, scope: KeyScope): void {
  if (!scopes.includes(scope))
    throw new Forbidden(`This needs an API key with the scope "${scope}". Nothing was done.`, {
      details: { needs: scope, has: scopes },
    })
}

const admitted = (operator: Operator): Admitted => ({ actor: operator.actor, operator })

async function requireOperator(
  ctx: Context,
  request: Request,
  role: Role | "by method",
  otherwise: string,
): Promise<Admitted> {
  const found = await operatorOf(ctx, request)
  if (!found) throw new Unauthorized(otherwise)
  requireOwnPage(ctx, request)
  requireRole(ctx, request, found, roleFor(role, request))
  return admitted(found)
}

function roleFor(role: Role | "by method", request: Request): Role {
  if (role !== "by method") return role
  return isRead(request) ? "look" : "operate"
}

/**
 * Whether an answer of a route that is open to everybody may name this payment: where reads are open, and to a party's
 * signed-in wallet.
 */
export async function mayKnowPayment(ctx: Context, request: Request, id: bigint): Promise<boolean> {
  if (ctx.config.openReads) return true
  const wallet = await signedInWallet(ctx, request)
  return wallet !== undefined && isPartyOf(ctx, id, wallet.lockHash)
}

/** What changes something must come from a page of ours. */
function requireOwnPage({ config }: Context, request: Request): void {
  if (!isRead(request)) requireSameOrigin(config, request)
}

/**
 * Whether the key is that of this payment's share link. As of a secret: one answer for a wrong key and for a payment
 * that does not exist, also where everybody may come in.
 *
 * @throws Forbidden for a wrong one
 */
async function hasShareKey(ctx: Context, id: bigint, key: string | null): Promise<boolean> {
  if (key === null) return false
  if (await verifyShareKey(ctx, id, key)) return true
  throw new Forbidden("This share link does not belong to this payment.")
}

/**
 * Whose payments the caller may read, by lock: all where reads are open, else those of the wallet that is signed in. It
 * lets nobody in.
 */
export async function readerOf(ctx: Context, request: Request): Promise<(lockHash: Hex) => boolean> {
  if (ctx.config.openReads) return () => true
  const wallet = await signedInWallet(ctx, request)
  return (lockHash) => wallet?.lockHash === lockHash
}

async function owns(ctx: Context, lockHash: Hex, address: string): Promise<boolean> {
  return (await parseAddress(ctx.chain, address)).lockHash === lockHash
}

/**
 * Whether the secret is this payment's. One answer for a wrong secret and for a payment that does not exist: who has no
 * secret learns nothing about ids. It is looked at where everybody may come in, too: who brings the secret of a payment
 * that was lost must not be shown another one that has its number now.
 *
 * @throws Forbidden for a wrong one
 */
async function hasSecret(ctx: Context, id: bigint, clientSecret: string | undefined): Promise<boolean> {
  if (clientSecret === undefined) return false
  if (await verifyClientSecret(ctx, id, clientSecret)) return true
  throw new Forbidden("This client secret does not belong to this payment.")
}
