import { Flag } from 'lucide-react'
import { Icon } from '../ui/icon.tsx'
import { VisibleText } from '../ui/visible-text.tsx'

/** Under a value that stands word for word in what others wrote: where. */
export function FromOutside({ title }: { title: string }) {
  return (
    <span className="mt-0.5 flex gap-1 text-12 text-wait">
      <Icon of={Flag} size={12} className="mt-[3px]" />
      <span className="min-w-0">
        word for word in <VisibleText text={title} />
      </span>
    </span>
  )
}
