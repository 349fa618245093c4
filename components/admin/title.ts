import type { Metadata } from "next"
import { ADMIN } from "@/components/messages/admin"
import { getTexts } from "@/components/messages/server"

/** "Payments · Operator": which of the operator's tabs it is stands first, where a narrow tab still shows it. */
export async function operatorTitle(section: keyof (typeof ADMIN)["en"]["sections"]): Promise<Metadata> {
  const { sections, title } = await getTexts(ADMIN)
  return { title: `${sections[section]} · ${title}` }
}
