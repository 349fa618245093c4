import { expect, test } from "vitest"
import { eaglesong } from "./eaglesong"

// The vectors of nervosnetwork/eaglesong, src/lib.rs.
test.each([
  ["", "9e4452fc7aed93d7240b7b55263792befd1be09252b456401122ba71a56f62a0"],
  [`${"1".repeat(34)}\n`, "a50a3310f78cbaeadcffe2d46262119eeeda9d6568b4df1b636399742c867aca"],
  [`${"1".repeat(32)}22\n`, "d7b68a8ba4cfc606e86ed7e2ca3244ff27b28bb24c28ee09af4b1f47af9b9236"],
])("Eaglesong of %j is what the specification's own implementation says", (input, output) => {
  expect(Buffer.from(eaglesong(Buffer.from(input))).toString("hex")).toBe(output)
})
