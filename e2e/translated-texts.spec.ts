import { readFileSync } from "node:fs"
import { join } from "node:path"
import type { Page } from "@playwright/test"
import ts from "typescript"
import { expect, test } from "./support/test"
import { TRANSLATORS, translate } from "./support/translator"

/** The code alone, on a page that is no part of the product. */
const source = readFileSync(join(import.meta.dirname, "../lib/client/translated-texts.ts"), "utf8")
const script = ts.transpileModule(source, { compilerOptions: { target: ts.ScriptTarget.ES2022 } }).outputText

async function open(page: Page, isGuarded = true): Promise<void> {
  await page.setContent('<p id="p"></p>')
  if (isGuarded)
    await page.addScriptTag({
      type: "module",
      content: `${script.replace("export function", "function")}\nkeepTranslatedTextsLive(document)`,
    })
  // As React keeps them: a text, an element and a text, each of which it goes on to use.
  await page.evaluate(() => {
    const p = document.getElementById("p") as HTMLElement
    const [first, middle, last] = [new Text("Paid "), document.createElement("b"), new Text(" of 3")]
    middle.setAttribute("translate", "no")
    middle.textContent = "1"
    p.append(first, middle, last)
    Object.assign(window, { p, first, middle, last })
  })
}

interface Parts {
  p: HTMLElement
  first: Text
  middle: HTMLElement
  last: Text
}

/** Lets a translator finish with what was changed. */
const settle = (page: Page) => page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 120)))

for (const kind of TRANSLATORS) {
  test.describe(`of a page that a translator ${kind}`, () => {
    test.beforeEach(async ({ page }) => {
      await open(page)
      await translate(page, kind)
      await settle(page)
    })

    test("a text that changes is seen in its place, each time, and once", async ({ page }) => {
      for (const [word, count] of [
        ["Waiting ", " of 4"],
        ["Paid ", " of 5"],
        ["Paid twice ", " of 5"],
      ] as const) {
        await page.evaluate(
          ([word, count]) => {
            const { first, last } = window as unknown as Parts
            if (first.nodeValue !== word) first.nodeValue = word ?? ""
            if (last.nodeValue !== count) last.nodeValue = count ?? ""
          },
          [word, count],
        )
        await expect.poll(() => page.locator("#p").textContent()).toBe(`${word}1${count}`)
        await settle(page)
        expect(await page.locator("#p").textContent()).toBe(`${word}1${count}`)
      }
    })

    test("a text that is removed is gone", async ({ page }) => {
      await page.evaluate(() => {
        const { p, first } = window as unknown as Parts
        p.removeChild(first)
      })
      await settle(page)
      expect(await page.locator("#p").textContent()).toBe("1 of 3")
    })

    test("what is inserted before a text stands before it", async ({ page }) => {
      await page.evaluate(() => {
        const { p, last } = window as unknown as Parts
        const added = document.createElement("i")
        added.textContent = " (now)"
        p.insertBefore(added, last)
      })
      await settle(page)
      expect(await page.locator("#p").textContent()).toBe("Paid 1 (now) of 3")
    })
  })
}

test("somebody else's mistake is still an error", async ({ page }) => {
  await open(page)
  const name = await page.evaluate(() => {
    const { p } = window as unknown as Parts
    try {
      p.removeChild(document.createElement("i"))
      return "none"
    } catch (error) {
      return error instanceof DOMException ? error.name : "another"
    }
  })
  expect(name).toBe("NotFoundError")
})
