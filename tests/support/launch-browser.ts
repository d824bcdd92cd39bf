import type { Browser } from 'playwright-core'
import { cleanUp } from './clean-up.ts'
import { openBrowser } from './open-browser.ts'

/** A headless Chromium, closed when the test or the file ends. */
export async function launchBrowser(): Promise<Browser> {
  const { browser, close } = await openBrowser()
  cleanUp(close)
  return browser
}
