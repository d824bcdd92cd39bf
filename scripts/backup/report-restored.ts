import { report } from '../commands/audit-verify.ts'
import type { Restored } from './restore-backup.ts'

/** What a person has to know after a restore, and what to do next. */
export function reportRestored(restored: Restored): string {
  const { madeAt, dataDir, tables, rows, actions, turns, apiKeys, audit } = restored
  const when = madeAt.toISOString().slice(0, 19).replace('T', ' ')
  return [
    `The state of ${when} UTC is in ${dataDir}: ${rows.toLocaleString('en')} rows of ${tables} tables.`,
    report(audit),
    '',
    'Actions that had not ended then:',
    `  ${actions.goOn} go on; a key, or their nature, keeps them from a second effect`,
    `  ${actions.unknown} may have run since: a person is asked how they ended (outcome_unknown, in the inbox)`,
    `  ${actions.asked} wait for approval, with a note that they may have run since`,
    ...(turns === 0
      ? []
      : [`${turns} ${turns === 1 ? 'answer was' : 'answers were'} under way in conversations: who asked is told to look and ask again.`]),
    '',
    ...secretLines(restored),
    'Everyone has to sign in again.',
    `What was taken away after ${when} UTC is there again: look at people, roles, policy, pauses, connections and API keys (${apiKeys} hold).`,
    'What was asked after it is not here, but may have happened: the other systems’ own records tell.',
    '',
  ].join('\n')
}

function secretLines({ withSecrets, newAuditKey, unopenable }: Restored): string[] {
  if (!newAuditKey)
    return [
      withSecrets ? 'The secrets came with the backup: nothing is missing.' : 'The keys here are those of the backup: nothing is missing.',
    ]
  const names = unopenable.join(', ')
  return [
    'The keys here are new. The audit log goes on under the new one; verification names the earlier one.',
    unopenable.length === 0
      ? 'No connection had a credential that would have to be given again.'
      : `The ${unopenable.length === 1 ? 'credential of this connection' : 'credentials of these connections'} cannot be opened and must be given again: ${names}.`,
  ]
}
