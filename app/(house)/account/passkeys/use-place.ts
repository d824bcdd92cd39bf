'use client'

import { useSyncExternalStore } from 'react'

const never = () => () => undefined

/** Whether passkeys work on the page that is open: browsers use them at one address alone. */
export function usePlace(origin: string | null): 'here' | 'there' | 'nowhere' {
  const open = useSyncExternalStore(
    never,
    () => window.location.origin,
    () => origin,
  )
  if (origin === null) return 'nowhere'
  return open === origin ? 'here' : 'there'
}
