import type { CommandActor } from "@/lib/actor"
import type { Context } from "@/lib/context"
import {
  addOperator,
  changePassword,
  changeRoles,
  disableOperator,
  enableOperator,
  listOperators,
  resetOperator,
} from "@/lib/operator/account/manage"
import { ROLES, type Role } from "@/lib/roles"
import { say } from "./command-context"

export const ACCOUNT_COMMANDS = ["add", "roles", "disable", "enable", "reset-totp", "password"] as const
export type AccountCommand = (typeof ACCOUNT_COMMANDS)[number]

interface Input {
  name: string
  roles: string[]
  reason: string
}

/** Who may sign in. Only here, on the machine: no operator can make another one. */
export async function manageAccount(ctx: Context<CommandActor>, command: AccountCommand, input: Input): Promise<void> {
  const { name, reason } = input
  switch (command) {
    case "add": {
      const { password } = await addOperator(ctx, { name, roles: rolesOf(input.roles) }, reason)
      say(`Added ${name}. The password is shown this once: ${password}`)
      return say(`${name} sets up the second factor on the operator's pages, under Account, within 24 hours.`)
    }
    case "roles":
      await changeRoles(ctx, name, rolesOf(input.roles), reason)
      return say(`${name} may now do what these roles allow: ${["look", ...input.roles].join(", ")}.`)
    case "disable":
      await disableOperator(ctx, name, reason)
      return say(`Disabled ${name}: signed out everywhere, and what ${name} has proposed is withdrawn.`)
    case "enable":
      await enableOperator(ctx, name, reason)
      return say(`${name} may sign in again.`)
    case "reset-totp":
      await resetOperator(ctx, name, reason)
      return say(`${name} has no second factor now, and can set up another within an hour, under Account.`)
    case "password":
      return say(
        `${name} is signed out everywhere. The new password is shown this once: ${await changePassword(ctx, name, reason)}`,
      )
  }
}

export async function showAccounts(ctx: Context): Promise<void> {
  for (const { name, roles, enrolled, disabledAt, sessions } of await listOperators(ctx)) {
    const state = disabledAt ? `disabled since ${disabledAt.toISOString()}` : `${sessions} sessions`
    say(`${name}  ${roles.join(", ")}  ${enrolled ? "second factor" : "no second factor"}  ${state}`)
  }
}

function rolesOf(words: string[]): Role[] {
  return words.map((word) => {
    const role = ROLES.find((known) => known === word)
    if (!role) throw new Error(`--role is one of ${ROLES.join(", ")}; say it again for another.`)
    return role
  })
}
