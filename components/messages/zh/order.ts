import type { order as english } from "../en/order"

export const order: typeof english = {
  reference: "订单",
  message: "留言",
}
