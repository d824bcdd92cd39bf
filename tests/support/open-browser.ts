import { existsSync } from 'node:fs'
import { type Browser, chromium, type LaunchOptions } from 'playwright-core'
import { temporaryFolder } from './temporary-folder.ts'
import { unpackedChromium } from './unpacked-chromium.ts'

const quiet = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--font-render-hinting=none',
]

/** Programs that a machine may have, tried in this order where no Chromium came with npm. */
const installed = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/** A headless Chromium: the one from npm on Linux x64, else an installed one, else the one that Playwright installs. Whoever opens it closes it. */
export async function openBrowser(): Promise<{ browser: Browser; close: () => Promise<void> }> {
  const folder = await temporaryFolder()
  const browser = await chromium.launch({ ...program(), args: ['--headless=shell', ...quiet], artifactsDir: folder.path })
  const close = async () => {
    await browser.close()
    await folder.remove()
  }
  return { browser, close }
}

function program(): LaunchOptions {
  if (process.platform === 'linux' && process.arch === 'x64') {
    const { executablePath, environment } = unpackedChromium()
    return { executablePath, env: environment }
  }
  const found = installed.find((path) => existsSync(path))
  return found === undefined ? {} : { executablePath: found }
}
