import { auditMutations } from "./audits"
import { bookMutations } from "./books"
import { chainMutations } from "./chain"
import { eventMutations } from "./events"
import { hostileMutations } from "./hostile"
import { httpMutations } from "./http"
import type { Mutation } from "./mutation"
import { nodeMutations } from "./node"
import { paymentMutations } from "./payments"
import { peopleMutations } from "./people"
import { privacyMutations } from "./privacy"
import { projectMutations } from "./projects"
import { receiptMutations } from "./receipts"
import { refundMutations } from "./refunds"
import { settingMutations } from "./settings"
import { solvencyMutations } from "./solvency"

/** Every guard whose removal a test must notice. */
export const mutations: readonly Mutation[] = [
  ...paymentMutations,
  ...chainMutations,
  ...bookMutations,
  ...hostileMutations,
  ...privacyMutations,
  ...httpMutations,
  ...settingMutations,
  ...nodeMutations,
  ...peopleMutations,
  ...eventMutations,
  ...projectMutations,
  ...refundMutations,
  ...solvencyMutations,
  ...receiptMutations,
  ...auditMutations,
]

/**
 * What the file says without the guard.
 *
 * @throws when it does not have the guard's text exactly once: list and code have parted
 */
export function without({ guard, file, find, replace, also }: Mutation, text: string): string {
  return [{ find, replace }, ...(also ? [also] : [])].reduce((whole, edit) => {
    if (whole.split(edit.find).length !== 2)
      throw new Error(`${file} does not have the text of "${guard}" exactly once`)
    return whole.replace(edit.find, () => edit.replace)
  }, text)
}
