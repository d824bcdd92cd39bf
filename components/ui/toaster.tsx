'use client'
import { CircleCheck, CircleX } from 'lucide-react'
import { Toaster as Sonner } from 'sonner'
import { Icon } from './icon.tsx'

/** Where toasts appear; say them with `toast` of sonner. Only for what the page does not show by itself. */
export function Toaster() {
  return (
    <Sonner
      position="bottom-right"
      offset={20}
      mobileOffset={{ bottom: 72, left: 12, right: 12 }}
      icons={{
        success: <Icon of={CircleCheck} className="mt-[2.5px] text-done" />,
        error: <Icon of={CircleX} className="mt-[2.5px] text-bad" />,
      }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'flex w-full sm:w-[356px] items-start gap-2 rounded-lg border border-line-2 bg-surface px-3.5 py-2.5 font-sans text-14 text-ink shadow-float',
          content: 'min-w-0 flex-1',
          title: 'font-strong',
          description: 'text-ink-2',
          actionButton: 'quiet-link min-h-6 font-strong text-pen',
        },
      }}
    />
  )
}
