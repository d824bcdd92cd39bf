import { expect, test } from 'vitest'
import { launchBrowser } from '../support/launch-browser.ts'

test('the browser that tests use draws letters of several scripts', async () => {
  const browser = await launchBrowser()
  const page = await browser.newPage()
  await page.setContent('<p id="latin">Zoë</p><script>document.title = String(document.getElementById("latin").offsetHeight)</script>')
  expect(Number(await page.title())).toBeGreaterThan(5)
})
