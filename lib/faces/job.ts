import { type ActionWorker, connectionOf, prepareAction, previewErrand } from '#lib/actions/index.ts'
import { documentErrand } from '#lib/connectors/index.ts'
import { answerErrand, type Errands, errandOf, type Platform } from '#lib/platform/index.ts'

/** What a web process may have a worker look at. */
const errands: Errands = { preview: previewErrand, document: documentErrand }

/** A job of the queue `prepare`: an action to preview and judge, or an errand. */
export function prepareJob(platform: Platform, id: string): Promise<void> {
  const errand = errandOf(id)
  return errand === null ? prepareAction(platform, id) : answerErrand(platform, errand, errands)
}

/** A job of the queue `actions`: something waits for a connection. */
export async function actionJob(actions: ActionWorker, id: string): Promise<void> {
  const connectionId = connectionOf(id)
  if (connectionId !== null) await actions.wake(connectionId)
}
