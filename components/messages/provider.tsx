"use client"

import { createContext, useContext } from "react"
import { en, type Messages } from "./en"

const MessagesContext = createContext<Messages>(en)

/** Gives the pages their texts. Another language is another object of the type `Messages`. */
export function MessagesProvider({ messages = en, children }: { messages?: Messages; children: React.ReactNode }) {
  return <MessagesContext value={messages}>{children}</MessagesContext>
}

export function useMessages(): Messages {
  return useContext(MessagesContext)
}
