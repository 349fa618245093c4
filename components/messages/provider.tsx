"use client"

import { createContext, useContext } from "react"
import { MESSAGES } from "./catalogue"
import type { Messages } from "./en"
import type { Locale } from "./locale"

const MessagesContext = createContext<Messages | null>(null)

/** Gives what is inside its texts in the language that the server chose for the page. */
export function MessagesProvider({ locale, children }: { locale: Locale; children: React.ReactNode }) {
  return <MessagesContext value={MESSAGES[locale]}>{children}</MessagesContext>
}

/** The texts that any page may show. */
export function useMessages(): Messages {
  const messages = useContext(MessagesContext)
  if (!messages) throw new Error("useMessages needs a MessagesProvider above it")
  return messages
}

/** The texts of one kind of page, which other pages need not load: `useTexts(ADMIN)`. */
export function useTexts<Texts>(texts: Record<Locale, Texts>): Texts {
  return texts[useMessages().locale]
}
