import type { Platform } from '#lib/platform/index.ts'
import { cleanUp } from '../support/clean-up.ts'
import { type TestPlatform, type TestPlatformOptions, testPlatform } from '../support/test-platform.ts'

const held = globalThis as typeof globalThis & { __countersignPlatform?: Platform }

/** A platform that `getPlatform()` answers, as in the web process: for calling routes as Next.js would. */
export async function webPlatform(options: Omit<TestPlatformOptions, 'role'> = {}): Promise<TestPlatform> {
  const platform = await testPlatform({ ...options, role: 'web' })
  const before = held.__countersignPlatform
  held.__countersignPlatform = platform
  cleanUp(async () => {
    if (before === undefined) delete held.__countersignPlatform
    else held.__countersignPlatform = before
  })
  return platform
}
