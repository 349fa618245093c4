"use client"

import { QueryClient, QueryClientProvider } from "@tanstack/react-query"
import { ThemeProvider } from "next-themes"
import { useState } from "react"
import type { Locale } from "@/components/messages/locale"
import { MessagesProvider } from "@/components/messages/provider"
import { useRestored } from "@/components/ui/use-restored"
import { FirstConfig } from "@/lib/client/first-config"
import { ApiError } from "@/lib/client/http"
import type { Config } from "@/lib/client/types"

const MAX_RETRIES = 3

function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // What the server refused once it refuses again: only outages are worth another try.
        retry: (count, error) => count < MAX_RETRIES && error instanceof ApiError && error.isTransient,
        retryDelay: (attempt) => Math.min(500 * 2 ** attempt, 5_000),
      },
    },
  })
}

interface ProvidersProps {
  locale: Locale
  /** what `/api/config` would say, where the server knows it already */
  config: Config | undefined
  /** for the script that sets the theme before the first paint */
  nonce: string | undefined
  children: React.ReactNode
}

export function Providers({ locale, config, nonce, children }: ProvidersProps) {
  const [queryClient] = useState(createQueryClient)
  // A payment that is ready to be signed is never stale, and stays.
  useRestored(() => void queryClient.refetchQueries({ type: "active", stale: true }))
  return (
    <ThemeProvider nonce={nonce} attribute="class" defaultTheme="system" enableSystem disableTransitionOnChange>
      <QueryClientProvider client={queryClient}>
        <FirstConfig value={config}>
          <MessagesProvider locale={locale}>{children}</MessagesProvider>
        </FirstConfig>
      </QueryClientProvider>
    </ThemeProvider>
  )
}
