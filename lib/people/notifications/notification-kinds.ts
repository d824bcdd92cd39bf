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
  'passkeys',
  'digest',
] as const
export type NotificationKind = (typeof notificationKinds)[number]

/** Those that ask for a decision: with the card decided, there is nothing to tell any more. */
export const askingKinds: readonly string[] = ['asked', 'reminder', 'escalated', 'handed_over'] satisfies NotificationKind[]
