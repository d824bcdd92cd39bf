import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'

/** What axe has against the page once everything in it stands still, a line each; targets for a finger are asked for too. */
export async function axeFinds(page: Page): Promise<string[]> {
  await whenStill(page)
  return tell(page, { rules: { 'target-size': { enabled: true } } })
}

/** The same for a page that was seen in the light already: in the dark only the colours are others. */
export async function axeFindsInTheDark(page: Page): Promise<string[]> {
  await whenStill(page)
  return tell(page, { runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } })
}

/** What moves and comes to an end has come to it. */
export async function whenStill(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const ending = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY)
    await Promise.allSettled(ending.map(({ finished }) => finished))
  })
}

async function tell(page: Page, options: Parameters<AxeBuilder['options']>[0]): Promise<string[]> {
  // No page of ours holds frames of others, for which a page of its own would be opened each time.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ ...options, resultTypes: ['violations'] })
  const { violations } = await axe.analyze()
  return violations.flatMap(({ id, nodes }) =>
    nodes.slice(0, 5).map(({ target, failureSummary }) => {
      const why = failureSummary?.split('\n').slice(1).join(' ').trim()
      return `${id} at ${target.join(' ')}: ${why}`
    }),
  )
}
