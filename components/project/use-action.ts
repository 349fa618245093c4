"use client"

import { useMutation, useQueryClient } from "@tanstack/react-query"

/** Something that changes a project: what is shown of projects is read again. */
export function useAction<Given, Made>(act: (given: Given) => Promise<Made>, onDone?: (made: Made) => void) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: act,
    onSuccess: async (made) => {
      onDone?.(made)
      await queries.invalidateQueries({ queryKey: ["project"] })
    },
  })
}
