'use client'
import { useState } from 'react'
import { useCardKeys } from '../card/use-card-keys.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Kbd } from '../ui/kbd.tsx'

export interface KeyHelp {
  heading: string
  keys: { keys: string[]; does: string }[]
}

const inboxKeys: KeyHelp[] = [
  {
    heading: 'The list',
    keys: [
      { keys: ['j', 'k'], does: 'the next, the one before' },
      { keys: ['Enter'], does: 'open the one that has the focus' },
      { keys: ['x'], does: 'choose it, or not; with shift: all up to here' },
      { keys: ['t'], does: 'look at the chosen ones together' },
      { keys: ['/'], does: 'search' },
    ],
  },
  {
    heading: 'The card',
    keys: [
      { keys: ['a'], does: 'approve' },
      { keys: ['e'], does: 'change…' },
      { keys: ['r'], does: 'reject…' },
      { keys: ['q'], does: 'ask the requester…' },
    ],
  },
  {
    heading: 'Everywhere',
    keys: [
      { keys: ['Ctrl K'], does: 'find anything' },
      { keys: ['?'], does: 'this list' },
      { keys: ['Esc'], does: 'put away what is open' },
    ],
  },
]

/** All keys of the inbox, on the key "?". */
export function KeysDialog() {
  const [open, setOpen] = useState(false)
  useCardKeys(!open, { '?': () => setOpen(true) })
  return (
    <Dialog open={open} onOpenChange={setOpen} title="Keys" description="They can be switched off in your menu.">
      <div className="grid gap-5">
        {inboxKeys.map(({ heading, keys }) => (
          <section key={heading} className="grid gap-1.5">
            <h3 className="font-strong text-14">{heading}</h3>
            <dl className="grid grid-cols-[88px_minmax(0,1fr)] gap-x-3 gap-y-1.5">
              {keys.map(({ keys: names, does }) => (
                <div key={does} className="col-span-2 grid grid-cols-subgrid">
                  <dt className="flex gap-1">
                    {names.map((name) => (
                      <Kbd key={name}>{name}</Kbd>
                    ))}
                  </dt>
                  <dd className="text-ink-2">{does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
