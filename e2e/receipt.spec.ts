import { checkoutPath, connectWallet, createLink, fillByFaucet, signAndWait } from "./support/checkout"
import { ckb, type Payment } from "./support/platform"
import { expect, test } from "./support/test"

test("the payer opens the receipt, which says everything in full on paper, also from the dark theme", async ({
  page,
  platform,
}) => {
  await page.emulateMedia({ colorScheme: "dark" })
  const splitter = await platform.newAddress()
  const { slug, receiver } = await createLink(platform, {
    amount: ckb("2").toString(),
    note: "order 7",
    info: "the merchant's own",
    splits: [{ receiver: splitter, bps: 2_500 }],
  })
  await page.goto(`/p/${slug}`)
  await connectWallet(page, "Dev wallet")
  const sender = await fillByFaucet(page)
  const hash = await signAndWait(page)
  await page.getByTestId("to-receipt").click()

  const receipt = page.getByTestId("receipt")
  await expect(receipt).toBeVisible()
  const id = Number(page.url().split("/").at(-1))
  await expect(page).toHaveTitle(new RegExp(`^Receipt No. ${id} `))
  await expect(receipt).toContainText("Ana's blog")
  await expect(receipt).toContainText("order 7")
  await expect(receipt).not.toContainText("the merchant's own")
  const payment = await platform.get<Payment & { commitment: string; salt: string }>(`/api/payment/${id}`)
  expect(payment.tx_hash).toBe(hash)
  for (const [part, shannons] of [
    ["amount", ckb("2")],
    ["receiver", ckb("1.485")],
    ["split", ckb("0.495")],
    ["fee", ckb("0.02")],
    ["total", ckb("2") + BigInt(payment.network_fee)],
  ] as const)
    await expect(page.getByTestId(`receipt-${part}`)).toHaveAttribute("data-shannons", shannons.toString())

  await page.emulateMedia({ media: "print", colorScheme: "dark" })
  const { share_key: key } = await platform.get<{ share_key: string }>(`/api/payment/${id}/share`)
  const shared = `${platform.url}/receipt/${id}#share=${key}`
  for (const text of [sender, receiver, splitter, hash, payment.commitment, payment.salt, shared])
    await expect(receipt.getByText(text, { exact: true })).toBeVisible()
  await expect(page.getByRole("banner")).toBeHidden()
  await expect(page.getByRole("contentinfo")).toBeHidden()
  await expect(page.getByTestId("print")).toBeHidden()
  expect(await receipt.evaluate((element) => getComputedStyle(element).color)).toBe("rgb(17, 24, 22)")
  await page.emulateMedia({ media: "screen", colorScheme: "light" })
})

test("only the payer's browser, the parties and the operator can read a receipt, and only of what is final", async ({
  page,
  platform,
}) => {
  await page.goto(checkoutPath(await platform.newAddress(), "2"))
  await connectWallet(page, "Dev wallet")
  await fillByFaucet(page)
  const prepared = page.waitForResponse("**/api/payment/prepare")
  await page.reload()
  const { payment_id: id } = await (await prepared).json()
  await page.goto(`/receipt/${id}`)
  await expect(page.getByTestId("no-receipt")).toContainText("There is no receipt for this payment yet")
  await page.getByRole("link", { name: "View the payment" }).click()
  await expect(page.getByTestId("payment-stopped")).toContainText("No money moved")

  // On a public network the server wants to know who asks. The browser that paid brings its secret.
  const secrets: (string | undefined)[] = []
  await page.route(/\/api\/payment\/\d+$/, async (route) => {
    secrets.push(route.request().headers()["x-client-secret"])
    await route.fulfill({ status: 401, json: { code: "UNAUTHORIZED", status: 401 } })
  })
  await page.evaluate((id) => {
    const saved = [{ id, clientSecret: "the secret", signedTx: null, savedAt: Date.now() }]
    localStorage.setItem("micropay.payments", JSON.stringify(saved))
  }, id)
  await page.goto(`/receipt/${id}`)
  await expect(page.getByTestId("payment-unreadable")).toContainText("This payment is private")
  expect(secrets).toContain("the secret")
  for (const nothing of ["/receipt/nonsense", "/receipt/99999999"]) {
    expect((await page.goto(nothing))?.status()).toBe(404)
    await expect(page.getByTestId("no-such-receipt")).toHaveText("There is no such receipt")
    await expect(page).toHaveTitle(/^There is no such receipt/)
    await expect(page.getByRole("main").getByRole("link", { name: "Your payments" })).toBeVisible()
  }
})

test("what a browser has kept of a payment that the platform has lost shows no other payment with its number", async ({
  page,
  platform,
}) => {
  const receiver = await platform.newAddress()
  const stranger = platform.newSigner()
  await platform.fund(await stranger.getRecommendedAddress(), ckb("200"))
  const { prepared } = await platform.pay(stranger, { receiver, amount: ckb("3") })
  const id = prepared.payment_id
  const [txHash, salt] = [`0x${"ab".repeat(32)}`, `0x${"cd".repeat(32)}`]
  await page.goto("/pay")
  await page.evaluate(
    ({ id, txHash, salt }) => {
      const proof = { txHash, salt }
      const saved = [{ id, clientSecret: "of the lost one", proof, signedTx: "0x1234", savedAt: Date.now() }]
      localStorage.setItem("micropay.payments", JSON.stringify(saved))
    },
    { id, txHash, salt },
  )
  for (const path of [`${checkoutPath(receiver, "3")}&payment=${id}`, `/receipt/${id}`]) {
    await page.goto(path)
    const lost = page.getByTestId("payment-lost")
    await expect(lost).toContainText("The platform has no record of your payment")
    await expect(lost).toContainText(`signed payment ${id}`)
    for (const proof of [txHash, salt]) await expect(lost.getByText(proof, { exact: true })).toBeAttached()
    await expect(page.getByTestId("sign")).toHaveCount(0)
  }
  // What is not known to have arrived stays here.
  expect(await page.evaluate(() => localStorage.getItem("micropay.payments"))).toContain("0x1234")
})
