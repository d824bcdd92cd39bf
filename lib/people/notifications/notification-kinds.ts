/** What people hear of. */
export const notificationKinds = [
  'asked',
  'question',
  'answer',
  'handed_over',
  'reminder',
  'escalated',
  'approved',
  'rejected',
  'expired',
  'changed',
  'passkey_reset',
  'security',
  'digest',
] as const
export type NotificationKind = (typeof notificationKinds)[number]

/** What became of how a person signs in. Mailed whatever they prefer, at any hour: it may have been somebody in their name. */
export const securityKinds: readonly string[] = ['security'] satisfies NotificationKind[]

/** Those that ask for a decision: with the card decided, there is nothing to tell any more. */
export const askingKinds: readonly string[] = ['asked', 'reminder', 'escalated', 'handed_over'] satisfies NotificationKind[]

/** Those of them that whoever asked for the action hears too, as news: it is not they who are asked to decide. */
export const passedOnKinds: readonly string[] = ['reminder', 'handed_over'] satisfies NotificationKind[]
