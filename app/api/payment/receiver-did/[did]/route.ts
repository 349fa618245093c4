import { listPaymentsOfReceiverDid as contract, paymentJson } from "@/lib/http/api/payment"
import { endpoint } from "@/lib/http/methods"
import { pageJson } from "@/lib/http/paging"
import { listPayments } from "@/lib/payment/query"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  contract,
  async ({ ctx, params, query, project }) =>
    pageJson(await listPayments(ctx, { ...query, receiverDid: params.did, projectId: project }), paymentJson),
)
