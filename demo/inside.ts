import type { Database } from './database.ts'
import { type Faults, parseFault } from './faults.ts'
import { listEffects, listRequests } from './journal.ts'
import { listMails } from './mail-store.ts'
import { Refusal } from './refusal.ts'

/** The paths for whoever tests or shows the demo: what happened here, and what shall go wrong next. Not part of the document. */
export function answerInside(
  { db, faults }: { db: Database; faults: Faults },
  { method, path, query, body }: { method: string; path: string; query: URLSearchParams; body: unknown },
): object {
  const key = query.get('key')
  switch (`${method} ${path}`) {
    case 'GET /_journal':
      return { items: listEffects(db, key) }
    case 'GET /_requests':
      return { items: listRequests(db, key) }
    case 'GET /_mails':
      return { items: listMails(db, key) }
    case 'PUT /_faults':
      faults.add(parseFault(body))
      return { items: faults.list() }
    case 'GET /_faults':
      return { items: faults.list() }
    case 'DELETE /_faults':
      faults.clear()
      return { items: [] }
    default:
      throw new Refusal(404, `There is nothing at ${method} ${path}.`)
  }
}
