import { describe, expect, test } from "vitest"
import { incomeNews } from "./income-news"

const account = (pending: number, available = 0, settling = 0, paid = 0) => ({
  pending: String(pending),
  available: String(available),
  settling: String(settling),
  paid: String(paid),
})

describe("news of an account", () => {
  test.each([
    ["nothing has happened", account(2, 3, 4, 5), account(2, 3, 4, 5), { coming: 0n, received: 0n }],
    ["a payment is on its way", account(0), account(7), { coming: 7n, received: 0n }],
    ["it becomes final", account(7), account(0, 7), { coming: 0n, received: 7n }],
    ["one becomes final while another comes", account(7), account(5, 7), { coming: 5n, received: 7n }],
    ["one was final before anybody looked", account(0, 1), account(0, 8), { coming: 0n, received: 7n }],
    ["it is paid out: that is no income", account(0, 7), account(0, 0, 7), { coming: 0n, received: 0n }],
    ["the payout is there", account(0, 0, 7), account(0, 0, 0, 7), { coming: 0n, received: 0n }],
    ["a payment comes to nothing", account(7, 1), account(0, 1), { coming: 0n, received: 0n }],
    ["a block is taken back", account(0, 7), account(7, 0), { coming: 0n, received: 0n }],
  ])("when %s", (_, before, now, news) => {
    expect(incomeNews(before, now)).toEqual(news)
  })
})
