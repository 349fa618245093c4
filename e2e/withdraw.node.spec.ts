import { test } from "./support/test"
import { withdrawsThreeCkb, withdrawsWithoutSignature } from "./support/withdrawal"

test("a receiver who is owed 3 CKB takes them out now, on a real node", async ({ page, platform }) => {
  await withdrawsThreeCkb(page, platform)
})

test("an anyone-can-pay address takes out what it is owed without a signature, on a real node", async ({
  page,
  platform,
}) => {
  await withdrawsWithoutSignature(page, platform)
})
