/** Of those who may decide on a card and want to hear of it by mail or browser, so many are told: who else may sees it in the inbox. */
export const mostTold = 200

/** Notifications are kept for so long. */
export const keptDays = 90

/** A mail is tried so often, then given up. */
export const mostTries = 8

/** The pause after a try that failed: a minute, doubling, an hour at most. So a mail leaves once a minute at most. */
export function retryDelayMs(tries: number): number {
  return Math.min(60, 2 ** Math.max(0, tries - 1)) * 60_000
}

/** Persons whose mails one round sends, and how many at once. */
export const mailBatch = 50
export const mailsAtOnce = 5

/** Notifications that one mail tells of. */
export const mostInMail = 200

/** The digest leaves at this hour of the organisation's day. */
export const digestHour = 8

/** How many of one's notifications the page lists. */
export const listed = 30
