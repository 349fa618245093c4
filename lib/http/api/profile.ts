import { z } from "zod"
import { NAME, NAME_LENGTH } from "@/lib/profile/name"
import type { OwnProfile, Profile } from "@/lib/profile/query"
import { contract } from "../contract"
import { addressParams, amountSchema, shannons, shownText } from "./fields"

const NAME_RULE = "must have 3 to 30 letters a to z, digits and single hyphens between them"
const nameSchema = z
  .string()
  .min(NAME_LENGTH.min, NAME_RULE)
  .max(NAME_LENGTH.max, NAME_RULE)
  .regex(NAME, NAME_RULE)
  .meta({ description: "What names a receiver's page in its address, /u/NAME" })

/** People trust it: nothing invisible is in it, and it is one line. */
const displayNameSchema = shownText(1, 40)
  .refine((name) => !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(name), "must not contain invisible characters")
  .meta({ description: "What payers read: a name, of a person or a shop" })

export const setProfileBody = z
  .strictObject({
    name: nameSchema.nullable().optional().meta({
      description: "null takes the page down. A name that is left goes to nobody else for 90 days",
    }),
    display_name: displayNameSchema.optional(),
    message: shownText(1, 500).nullable().optional().meta({ description: "For payers to read" }),
    presets: z.array(amountSchema).max(6).optional().meta({ description: "Amounts to pick from" }),
  })
  .meta({
    id: "SetProfileRequest",
    description: "What is absent stays as it is",
    example: { name: "anas-shop", display_name: "Ana's shop", message: "Thank you", presets: ["100000000"] },
  })
export const nameParams = z.object({ name: nameSchema.meta({ example: "anas-shop" }) })

export const profileReply = z
  .object({
    name: z
      .string()
      .meta({ description: "The name of now, also where an older one was asked for", example: "anas-shop" }),
    address: z.string(),
    display_name: z.string(),
    message: z.string().nullable(),
    presets: z.array(shannons),
  })
  .meta({ id: "Profile" })
export type ProfileJson = z.infer<typeof profileReply>

export const ownProfileReply = z
  .object({
    profile: profileReply.nullable().meta({ description: "null while it has no page" }),
    names_left: z.int().meta({ description: "How many names this address may still choose" }),
  })
  .meta({ id: "OwnProfile" })

export function profileJson(profile: Profile): ProfileJson {
  return {
    name: profile.name,
    address: profile.address,
    display_name: profile.displayName,
    message: profile.message,
    presets: profile.presets.map(String),
  }
}

export function ownProfileJson({ profile, namesLeft }: OwnProfile): z.infer<typeof ownProfileReply> {
  return { profile: profile && profileJson(profile), names_left: namesLeft }
}

export const getProfile = contract({
  method: "GET",
  path: "/api/profile/{name}",
  summary: "The page of a receiver, by its name or one that they had before",
  access: "public",
  limit: "read",
  cors: true,
  params: nameParams,
  reply: profileReply,
  errors: ["NOT_FOUND"],
})

export const getProfileOf = contract({
  method: "GET",
  path: "/api/account/{address}/profile",
  summary: "The page of this address: what its owner shows to everybody",
  access: "public",
  limit: "read",
  params: addressParams,
  reply: ownProfileReply,
})

export const setProfile = contract({
  method: "POST",
  path: "/api/account/{address}/profile",
  summary: "Make or change the page of this address. Its owner must have signed in with their wallet.",
  access: "owner",
  limit: "write",
  params: addressParams,
  body: setProfileBody,
  reply: ownProfileReply,
  errors: ["NAME_UNAVAILABLE"],
})
