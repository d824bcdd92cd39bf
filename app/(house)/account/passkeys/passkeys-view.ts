import type { EnrolmentNeeds, PasskeyView } from '#lib/people/index.ts'

/** A reset of one's passkeys that is under way. */
export interface OpenReset {
  by: string
  confirmed: boolean
  expiresAt: string
}

/** What a person sees of their own passkeys. */
export interface PasskeysView {
  passkeys: PasskeyView[]
  needs: EnrolmentNeeds
  reset: OpenReset | null
  /** The one address whose pages can use them; null: none does yet. */
  origin: string | null
}
