import { test } from "./support/test"
import { withdrawsThreeCkb } from "./support/withdrawal"

test("a receiver who is owed 3 CKB takes them out now, on a real node", async ({ page, platform }) => {
  await withdrawsThreeCkb(page, platform)
})
