import { Notice } from "@/components/ui/notice"

/** Says in the reader's language that what follows is in English; nothing to those who read English. */
export function InEnglish({ text }: { text: string | null }) {
  return text === null ? null : <Notice title={text} />
}
