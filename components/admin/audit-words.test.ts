import { expect, test } from "vitest"
import { ADMIN } from "@/components/messages/admin"
import { reasonInWords, subjectInWords } from "./audit-words"

test.for([
  ["run_job", "trim-pool", "Trim the pool", "池整理"],
  ["run_job", "of a newer version", "of a newer version", "of a newer version"],
  ["pause", "settlement", "Payouts", "打款"],
  ["resume", "operator_prepare", "Payments", "收款"],
  [
    "resume",
    "reconciliation_overdue",
    "The books have not been compared with the chain for 15 minutes",
    "已有 15 分钟没有完成对账",
  ],
  ["settle", "everybody who is owed enough", "Everybody who is owed enough", "所有达到打款门槛的人"],
  ["merge_cells", "2 cells", "2 cells", "2 个 Cell"],
  ["end", "settlement 7", "Payout 7", "打款 7"],
  ["end", "pool operation 3", "Pool transaction 3", "池交易 3"],
  ["disable_operator", "nina", "nina", "nina"],
  ["withdraw_fees", "12.5 CKB to ckt1a", "12.5 CKB to ckt1a", "12.5 CKB，转给 ckt1a"],
  ["approve_payout", "ckt1a, at most 9 CKB", "To ckt1a, at most 9 CKB", "打款给 ckt1a，最多 9 CKB"],
  [
    "approve_payout",
    "ckt1a, at most 9 CKB, as proposed in 4",
    "To ckt1a, at most 9 CKB, as proposed in No. 4",
    "打款给 ckt1a，最多 9 CKB（按编号 4 的提议）",
  ],
  ["raise_day_limit", "the day's payouts, by 9 CKB", "By 9 CKB", "提高 9 CKB"],
  ["propose", "3: payout 9 CKB to ckt1a", "No. 3: Payout, 9 CKB to ckt1a", "编号 3：打款，9 CKB，转给 ckt1a"],
  ["propose", "3: day's limit raised by 9 CKB", "No. 3: Higher daily limit, 9 CKB", "编号 3：提高当日限额，9 CKB"],
  [
    "propose",
    "3: fees 9 CKB to ckt1a",
    "No. 3: Withdraw fees, 9 CKB to ckt1a",
    "编号 3：提取手续费，9 CKB，转给 ckt1a",
  ],
  ["refund", "payment 7", "Payment 7", "收款 7"],
  ["adopt", "transaction 0x12", "0x12", "0x12"],
  ["propose", "of a newer version", "of a newer version", "of a newer version"],
] as const)("the audit log says %s of %s in words", ([action, subject, english, chinese]) => {
  expect(subjectInWords(ADMIN.en, { action, subject })).toBe(english)
  expect(subjectInWords(ADMIN["zh-CN"], { action, subject })).toBe(chinese)
})

test.for([
  [
    "payout_settings",
    "Set by its owner: threshold 100 CKB, payouts on",
    "收款人自行设置。打款门槛：100 CKB；打款：开启",
  ],
  [
    "payout_settings",
    "Set by its owner: threshold as the platform's, payouts paused",
    "收款人自行设置。打款门槛：平台默认；打款：暂停",
  ],
  ["sign_out_everywhere", "asked for", "本人操作"],
  ["pause", "asked for", "asked for"],
] as const)("the program's own reason for %s, %s, is said in the reader's language", ([action, reason, chinese]) => {
  expect(reasonInWords(ADMIN["zh-CN"], { action, reason })).toBe(chinese)
})
