import { expect, test, vi } from 'vitest'
import type { Platform } from '#lib/platform/index.ts'
import { printVerification } from '#scripts/commands/audit-verify.ts'
import { auditedPlatform } from './audited.ts'

async function run(platform: Platform): Promise<{ code: number; text: string }> {
  let text = ''
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    text += String(chunk)
    return true
  })
  try {
    return { code: await printVerification(platform), text }
  } finally {
    write.mockRestore()
  }
}

test('a whole log: exit 0 and a count', async () => {
  const { platform } = await auditedPlatform()
  expect(await run(platform)).toEqual({ code: 0, text: 'The audit log is whole: 30 events, 3 checkpoints.\n' })
})

test('a changed row: exit 1 and its id, so that a script and a person both learn of it', async () => {
  const { platform, ids, tamper } = await auditedPlatform()
  await tamper(`update audit_event set content = '{}' where id = $1`, [ids[21]])
  const { code, text } = await run(platform)
  expect(code).toBe(1)
  expect(text).toContain(`First bad event: ${ids[21]} (entry 21)`)
})
