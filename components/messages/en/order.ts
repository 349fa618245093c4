/** What a payer reads and says about an order, on whatever page pays it. */
export const order = {
  reference: "Order",
  message: "Message",
}
