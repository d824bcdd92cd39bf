'use client'
import { Check } from 'lucide-react'
import { DropdownMenu as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { classes } from '../classes.ts'
import { Icon } from './icon.tsx'

export interface MenuItem {
  id: string
  label: string
  icon?: ReactNode
  hint?: string
  /** Given: it is a choice, and this says whether it is the one. */
  checked?: boolean
  disabled?: boolean
  danger?: boolean
}

export interface MenuProps {
  /** The button that opens it: one element that takes a ref. */
  trigger: ReactNode
  groups: { heading?: string; items: MenuItem[] }[]
  onSelect: (id: string) => void
  side?: 'top' | 'bottom'
  align?: 'start' | 'end'
}

export function Menu({ trigger, groups, onSelect, side = 'bottom', align = 'start' }: MenuProps) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 min-w-52 max-w-[min(320px,calc(100vw-16px))] animate-arrive rounded-lg border border-line-2 bg-surface p-1 shadow-float"
        >
          {groups.map((group, index) => (
            <Radix.Group key={group.heading ?? group.items[0]?.id ?? index}>
              {index > 0 && <Radix.Separator className="-mx-1 my-1 border-t" />}
              {group.heading && <Radix.Label className="px-2 pt-1.5 pb-1 text-12 text-ink-3">{group.heading}</Radix.Label>}
              {group.items.map((item) => (
                <MenuRow key={item.id} item={item} onSelect={onSelect} />
              ))}
            </Radix.Group>
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

function MenuRow({ item, onSelect }: { item: MenuItem; onSelect: (id: string) => void }) {
  const look = classes(
    'flex min-h-8 items-center gap-2.5 rounded-md px-2 text-14 outline-none data-disabled:text-ink-3 data-highlighted:bg-sunk pointer-coarse:min-h-11',
    item.danger ? 'text-bad' : 'text-ink',
  )
  const inside = (
    <>
      {item.icon && <span className="text-ink-3">{item.icon}</span>}
      <span className="min-w-0 flex-1 truncate">{item.label}</span>
      {item.hint && <span className="text-12 text-ink-3">{item.hint}</span>}
      {item.checked && <Icon of={Check} className="text-pen" />}
    </>
  )
  const shared = { className: look, disabled: item.disabled ?? false, onSelect: () => onSelect(item.id) }
  return item.checked === undefined ? (
    <Radix.Item {...shared}>{inside}</Radix.Item>
  ) : (
    <Radix.CheckboxItem {...shared} checked={item.checked}>
      {inside}
    </Radix.CheckboxItem>
  )
}
