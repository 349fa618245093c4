import { DEVELOPERS } from "@/components/messages/developers"
import { getMessages, getTexts } from "@/components/messages/server"
import { Notice } from "@/components/ui/notice"

/** Says in the reader's language that what follows is in English; nothing to those who read English. */
export async function InEnglish() {
  const { locale } = await getMessages()
  return locale === "en" ? null : <Notice title={(await getTexts(DEVELOPERS)).docs.inEnglish} />
}
