/** An RFC 9457 problem document, as every error of the API is one. */
export interface Problem {
  type?: string
  title?: string
  status: number
  detail?: string
  code: string
  request_id?: string
  errors?: { path: string; message: string; reason?: string; least?: string }[]
  /** why exactly; amounts (shannons), counts and the rest that it is built from stand beside it */
  reason?: string
  /** seconds */
  retry_after?: number
  [detail: string]: unknown
}
