/** The longest that a standing grant lasts: whoever gave it should look at it again once a quarter. */
export const grantDays = 90
/** The most uses of one grant. */
export const grantUses = 1_000
