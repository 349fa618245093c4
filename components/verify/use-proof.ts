"use client"

import { useQuery } from "@tanstack/react-query"
import { useChosenNode } from "@/lib/client/chosen-node"
import { readerOf } from "@/lib/client/node"
import type { Config } from "@/lib/client/types"
import { receiptToFragment } from "@/lib/proof/fragment"
import type { ProvableReceipt } from "@/lib/proof/receipt"
import { verifyReceipt } from "@/lib/proof/verify"
import { isUnsettled, judge } from "./judge"

const LOOK_AGAIN_MS = 5_000

/** Proves a receipt by the chosen node, again and again while it may still come true. */
export function useProof(receipt: ProvableReceipt, site: Config | undefined) {
  const node = useChosenNode()
  const query = useQuery({
    queryKey: ["verify", receiptToFragment(receipt), node],
    queryFn: () => verifyReceipt(readerOf(node), receipt),
    retry: false,
    // A node on this device answers without a network.
    networkMode: "always",
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: ({ state }) =>
      state.data && isUnsettled(judge(state.data, receipt, site)) ? LOOK_AGAIN_MS : false,
  })
  return { ...query, outcome: query.data && judge(query.data, receipt, site) }
}
