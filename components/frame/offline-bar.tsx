import { WifiOff } from 'lucide-react'
import { Icon } from '../ui/icon.tsx'

/** A thin bar while the page hears nothing from the server. Its place in the page for screen readers is always there. */
export function OfflineBar({ offline }: { offline: boolean }) {
  return (
    <div role="status">
      {offline && (
        <p className="flex h-7 items-center justify-center gap-2 bg-wait-soft px-4 text-12 text-wait">
          <Icon of={WifiOff} size={13} />
          <span className="truncate">Not connected, trying again. What you see may be old.</span>
        </p>
      )}
    </div>
  )
}
