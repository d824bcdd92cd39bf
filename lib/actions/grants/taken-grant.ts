/** The grant that stood for a person, and which of its uses this was. */
export interface TakenGrant {
  id: string
  by: string
  use: number
  of: number
}

/** What a story and a card say of it. */
export function grantWords({ by, use, of }: TakenGrant): string {
  return `Allowed by ${by}’s standing grant, ${use} of ${of} used`
}
