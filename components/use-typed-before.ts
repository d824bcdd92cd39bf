import { type RefObject, useEffectEvent, useLayoutEffect, useRef } from 'react'

/**
 * The ref for a field whose state is React's; `take` is told once how the field stands when React comes to it. What was typed, chosen or
 * filled in while the scripts were on their way is no change to React, and the next rendering would wipe it out.
 */
export function useTypedBefore<Field extends HTMLElement>(take: (field: Field) => void): RefObject<Field | null> {
  const ref = useRef<Field>(null)
  const found = useEffectEvent(() => {
    if (ref.current !== null) take(ref.current)
  })
  useLayoutEffect(() => found(), [])
  return ref
}
