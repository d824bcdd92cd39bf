import { answerDryRun, dryRunOf, prepareAction, runAction } from '#lib/actions/index.ts'
import type { Platform } from '#lib/platform/index.ts'

/** A job of the queue `prepare`: an action to preview and judge, or a dry run to answer. */
export function prepareJob(platform: Platform, id: string): Promise<void> {
  const dryRun = dryRunOf(id)
  return dryRun === null ? prepareAction(platform, id) : answerDryRun(platform, dryRun)
}

/** A job of the queue `actions`: one attempt of one action. */
export function actionJob(platform: Platform, id: string, worker: string): Promise<void> {
  return runAction(platform, id, worker)
}
