import { z } from "zod"
import type { CreatedKey } from "@/lib/project/keys"
import { type ApiKey, KEY_KINDS, KEY_SCOPES, type Project } from "@/lib/project/types"
import { contract } from "../contract"
import { id, idParams, overlapBody, page, shownText, text, time, timeSchema } from "./fields"

const nameSchema = shownText(1, 80).refine((name) => !/[\n\r\t]/.test(name), "must be one line")

export const createProjectBody = z.strictObject({ name: nameSchema }).meta({ id: "CreateProjectRequest" })
export const createKeyBody = z
  .strictObject({
    kind: z.enum(KEY_KINDS).meta({
      description: "`secret` for servers. `publishable` for pages, where anybody can read it: it can only pay",
    }),
    name: nameSchema.meta({ description: "For people to know it by" }),
    scopes: z
      .array(z.enum(KEY_SCOPES))
      .min(1)
      .max(KEY_SCOPES.length)
      .optional()
      .meta({ description: "What a secret key may do; all without it" }),
    origins: z
      .array(text(1, 200))
      .max(20)
      .optional()
      .meta({ description: "The pages on which a publishable key works, such as https://shop.example" }),
    expires_at: timeSchema.optional(),
  })
  .meta({ id: "CreateKeyRequest" })
export const rotateKeyBody = overlapBody("How long the old key works beside the new one; 0 without it")
export const keyParams = z.object({ id: idParams.shape.id, key_id: idParams.shape.id })
export const projectsQuery = z.strictObject(page(200, 50))

export const projectReply = z
  .object({
    id,
    name: z.string(),
    owner: z.string().nullable().meta({ description: "The address of the wallet that made it; null: the operator's" }),
    public_key: z.string().meta({
      description: "`whpk_…`: checks the signature that payers bring back to a link's success_url",
    }),
    created_at: time,
  })
  .meta({ id: "Project" })
export type ProjectJson = z.infer<typeof projectReply>

export const keyReply = z
  .object({
    id,
    kind: z.enum(KEY_KINDS),
    name: z.string(),
    prefix: z.string().meta({ description: "Its first letters, to know it by" }),
    scopes: z.array(z.enum(KEY_SCOPES)),
    origins: z.array(z.string()),
    created_at: time,
    expires_at: time.nullable(),
    revoked_at: time.nullable(),
    last_used_at: time.nullable().meta({ description: "To the minute" }),
  })
  .meta({ id: "ApiKey" })
export type KeyJson = z.infer<typeof keyReply>

export const createdKeyReply = keyReply
  .extend({ key: z.string().meta({ description: "Keep it now: it is shown this once" }) })
  .meta({ id: "CreatedApiKey" })

export function projectJson({ id, name, owner, publicKey, createdAt }: Project): ProjectJson {
  return {
    id: Number(id),
    name,
    owner: owner?.address ?? null,
    public_key: publicKey,
    created_at: createdAt.toISOString(),
  }
}

export function keyJson(key: ApiKey): KeyJson {
  return {
    id: Number(key.id),
    kind: key.kind,
    name: key.name,
    prefix: key.prefix,
    scopes: key.scopes,
    origins: key.origins,
    created_at: key.createdAt.toISOString(),
    expires_at: key.expiresAt?.toISOString() ?? null,
    revoked_at: key.revokedAt?.toISOString() ?? null,
    last_used_at: key.lastUsedAt?.toISOString() ?? null,
  }
}

export function createdKeyJson(key: CreatedKey): z.infer<typeof createdKeyReply> {
  return { ...keyJson(key), key: key.text.reveal() }
}

export const createProject = contract({
  method: "POST",
  path: "/api/project",
  summary: "Make a project: an account for a program that takes payments. It belongs to whoever is signed in.",
  access: "builder",
  limit: "write",
  body: createProjectBody,
  status: 201,
  reply: projectReply,
  errors: ["STATE_MISMATCH"],
})

export const listProjects = contract({
  method: "GET",
  path: "/api/project",
  summary: "The projects of the wallet that is signed in, newest first; for an operator all",
  access: "builder",
  limit: "read",
  paged: true,
  query: projectsQuery,
  reply: z.array(projectReply),
})

export const listAllProjects = contract({
  method: "GET",
  path: "/api/admin/project",
  summary: "Every project, newest first",
  access: "look",
  limit: "read",
  paged: true,
  query: projectsQuery,
  reply: z.array(projectReply),
})

export const getProject = contract({
  method: "GET",
  path: "/api/project/{id}",
  summary: "A project",
  access: "projectOwner",
  limit: "read",
  params: idParams,
  reply: projectReply,
  errors: ["NOT_FOUND"],
})

export const createKey = contract({
  method: "POST",
  path: "/api/project/{id}/key",
  summary: "Make an API key of a project. The key is in this reply and nowhere else.",
  access: "projectOwner",
  limit: "write",
  params: idParams,
  body: createKeyBody,
  status: 201,
  reply: createdKeyReply,
  errors: ["NOT_FOUND"],
})

export const listKeys = contract({
  method: "GET",
  path: "/api/project/{id}/key",
  summary: "The API keys of a project, newest first, without what they are",
  access: "projectOwner",
  limit: "read",
  paged: true,
  params: idParams,
  query: projectsQuery,
  reply: z.array(keyReply),
})

export const revokeKey = contract({
  method: "POST",
  path: "/api/project/{id}/key/{key_id}/revoke",
  summary: "End an API key at once and for good",
  access: "projectOwner",
  limit: "write",
  params: keyParams,
  reply: keyReply,
  errors: ["NOT_FOUND"],
})

export const rotateKey = contract({
  method: "POST",
  path: "/api/project/{id}/key/{key_id}/rotate",
  summary: "Make a key that may do the same, and end the old one after a while",
  access: "projectOwner",
  limit: "write",
  params: keyParams,
  body: rotateKeyBody,
  status: 201,
  reply: createdKeyReply,
  errors: ["NOT_FOUND", "STATE_MISMATCH"],
})
