'use client'
import { useCardKeys } from '../card/use-card-keys.ts'
import { Button } from '../ui/button.tsx'
import { Kbd } from '../ui/kbd.tsx'

export interface SelectionBarProps {
  count: number
  onTogether: () => void
  onClear: () => void
}

/** Under the list while some are chosen: the way to the page that shows each of them. */
export function SelectionBar({ count, onTogether, onClear }: SelectionBarProps) {
  useCardKeys(true, { t: onTogether, Escape: onClear })
  return (
    <div className="sticky bottom-0 z-20 flex flex-wrap items-center gap-2 border-t bg-surface px-5 py-3 max-sm:bottom-[calc(56px+env(safe-area-inset-bottom))]">
      <Button onClick={onTogether}>
        Look at {count === 1 ? 'it' : `all ${count}`} <Kbd>t</Kbd>
      </Button>
      <Button look="bare" onClick={onClear}>
        Choose none
      </Button>
    </div>
  )
}
