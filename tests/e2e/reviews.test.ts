import { expect, test } from 'vitest'
import { askReview } from '#lib/approvals/index.ts'
import { childEnvironment, publicVariableNames } from '#lib/platform/env.ts'
import { createPlatform, type Platform, readEnv } from '#lib/platform/index.ts'
import { findRunningPostgres } from '#scripts/postgres/embedded-postgres.ts'
import { childEnvironments } from '#scripts/supervisor/child-environments.ts'
import { loadSecrets } from '#scripts/supervisor/secrets-file.ts'
import { launchBrowser } from '../support/launch-browser.ts'
import { startSystem } from '../support/start-system.ts'
import { axeFinds } from './axe.ts'
import { enterForTest } from './visitor.ts'

const system = await startSystem()
const browser = await launchBrowser()

const markup = '<img src=x onerror="window.struck=1"><a href="https://evil.test">pay here</a>'

/** What a run would do in its worker, on the database of the running system. */
async function onSystem<T>(work: (platform: Platform) => Promise<T>): Promise<T> {
  const urls = await findRunningPostgres(system.dataDir)
  if (urls === null) throw new Error('the database does not run just now')
  const unset = Object.fromEntries(publicVariableNames.map((name) => [name, '']))
  const variables = childEnvironment({ ...unset, DATA_DIR: system.dataDir, REDIS_URL: readEnv().REDIS_URL })
  const env = readEnv(variables)
  const environments = childEnvironments({ environment: { env, variables }, secrets: await loadSecrets(env), urls, dev: false })
  const platform = createPlatform(readEnv(environments.prepare), 'command')
  try {
    return await work(platform)
  } finally {
    await platform.close()
  }
}

test('a question of a run: what does not fit is told at its field, a good answer counts, and what stands beside it is text', async () => {
  const { id } = await onSystem(async (platform) => {
    const owner = await platform.db.person.findUniqueOrThrow({ where: { email: 'member@acme.test' } })
    return askReview(platform, {
      key: 'parcels/whose',
      title: 'Whose are these parcels?',
      question: `The label is torn. ${markup}`,
      schema: {
        type: 'object',
        required: ['belongsTo', 'parcels'],
        properties: { belongsTo: { enum: ['1042', '1043'] }, parcels: { type: 'integer', minimum: 1, maximum: 9 } },
      },
      context: [{ label: 'Mail', value: `Good morning\u200B ${markup}` }],
      role: 'approver',
      ownerId: owner.id,
    })
  })
  const statusOf = () => onSystem(async ({ db }) => (await db.review.findUniqueOrThrow({ where: { id } })).status)

  const { page, complaints } = await enterForTest(browser, system.url, 'approver')
  await page.goto(`/approvals?card=${id}`)
  await page
    .getByRole('list', { name: 'What waits for a person' })
    .getByRole('link', { name: /^Whose are these parcels\?/ })
    .waitFor()
  const card = page.getByRole('article', { name: 'Whose are these parcels?' })
  await card.waitFor()
  expect(await card.locator('dd').textContent()).toMatch(/^Good morningU\+200B.*<img src=x onerror=.*pay here/)
  expect(await card.locator('img, a[href*="evil.test"]').count()).toBe(0)
  expect(await page.evaluate(() => (window as unknown as { struck?: number }).struck ?? null)).toBeNull()

  // What is filled in before a page is awake is lost.
  await page.waitForFunction(() => Object.keys(document.querySelector('article form') ?? {}).some((key) => key.startsWith('__react')))
  const parcels = card.getByRole('textbox', { name: 'Parcels' })
  const answer = card.getByRole('button', { name: 'Answer', exact: true })
  await card.getByRole('combobox', { name: 'Belongs to' }).selectOption({ label: '1043' })
  await parcels.fill('12')
  await answer.click()
  await card.getByText('One field needs a look').waitFor()
  expect(await parcels.getAttribute('aria-invalid')).toBe('true')
  const message = await parcels.getAttribute('aria-describedby')
  expect(await page.locator(`[id="${message}"]`).textContent()).toBe('9 or less.')
  expect(await axeFinds(page)).toEqual([])
  expect(await statusOf()).toBe('waiting')

  await parcels.fill('3')
  await card.getByRole('textbox', { name: /^Anything to add\?/ }).fill('The stamp is on the third.')
  await answer.click()
  await card.getByText(/^Bea Moreau answered/).waitFor()
  await card.getByText('The stamp is on the third.').waitFor()
  expect(await card.locator('form').count()).toBe(0)
  expect(await statusOf()).toBe('answered')

  // The one whose run asks reads it too.
  const asker = await enterForTest(browser, system.url, 'member')
  await asker.page.goto(`/approvals/reviews/${id}`)
  await asker.page.getByText(/^Bea Moreau answered/).waitFor()
  const given = (await asker.page.getByRole('article').locator('pre').textContent()) ?? ''
  expect(JSON.parse(given)).toEqual({ belongsTo: '1043', parcels: 3 })
  expect([...complaints, ...asker.complaints]).toEqual([])
})
