import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { childEnvironment } from '#lib/platform/env.ts'

export interface UnpackedChromium {
  executablePath: string
  /** Fonts of the system, and one that is always there. */
  environment: Record<string, string>
}

/** The Chromium that comes packed with npm, unpacked once beside it: nothing is left in the system's folders. */
export function unpackedChromium(): UnpackedChromium {
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium')
  const { version } = createRequire(entry)('../../package.json') as { version: string }
  const folder = resolve(`node_modules/.cache/countersign/chromium-${version}`)
  if (!existsSync(folder)) unpack(folder)
  return {
    executablePath: join(folder, 'chromium'),
    environment: childEnvironment({ FONTCONFIG_FILE: join(folder, 'fonts.conf'), HOME: folder }),
  }
}

/** Beside the final place first: two test files may do it at once, and one may be interrupted. */
function unpack(folder: string): void {
  const half = `${folder}.${process.pid}`
  mkdirSync(half, { recursive: true })
  try {
    // The package unpacks into the temporary folder of its process, so it gets one of its own.
    const script = `import('@sparticuz/chromium').then(({ default: chromium }) => chromium.executablePath())`
    const env = childEnvironment({ TMPDIR: half }) as unknown as NodeJS.ProcessEnv
    execFileSync(process.execPath, ['--eval', script], { env, stdio: 'inherit' })
    writeFileSync(
      join(half, 'fonts.conf'),
      `<?xml version="1.0"?>
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${join(folder, 'fonts')}</dir>
  <cachedir>${join(folder, 'fonts-cache')}</cachedir>
</fontconfig>
`,
    )
    if (!existsSync(folder)) renameSync(half, folder)
  } finally {
    rmSync(half, { recursive: true, force: true })
  }
}
