'use client'
import { Command } from 'cmdk'
import { Search } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import { type ReactNode, useEffect } from 'react'
import { Icon } from '../ui/icon.tsx'
import { Kbd } from '../ui/kbd.tsx'

export interface PaletteItem {
  id: string
  label: string
  /** In small print at the end: a state, a place. */
  hint?: string
  icon?: ReactNode
  /** More words to find it by. */
  keywords?: string[]
}

export interface CommandPaletteProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  groups: { heading: string; items: PaletteItem[] }[]
  onSelect: (item: PaletteItem) => void
  /** Given both: the page searches by itself and the groups are its answer. */
  query?: string
  onQuery?: (query: string) => void
  loading?: boolean
}

/** Ctrl-K or Cmd-K opens and closes. */
export function useCommandKey(toggle: () => void): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
      event.preventDefault()
      toggle()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [toggle])
}

/** Finds conversations, actions, pages and operations by a few letters. */
export function CommandPalette({ open, onOpenChange, groups, onSelect, query, onQuery, loading = false }: CommandPaletteProps) {
  const own = onQuery === undefined
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-veil" />
        <Radix.Content
          aria-describedby={undefined}
          className="fixed inset-x-3 top-[12dvh] z-50 mx-auto max-w-[560px] animate-arrive overflow-hidden rounded-lg border border-line-2 bg-surface shadow-float"
        >
          <Radix.Title className="sr-only">Find anything</Radix.Title>
          <Command label="Find anything" shouldFilter={own} loop>
            <div className="flex items-center gap-2.5 border-b px-4 text-ink-3">
              <Icon of={Search} />
              <Command.Input
                placeholder="Conversations, actions, pages, operations"
                className="h-12 min-w-0 flex-1 bg-transparent text-15 text-ink outline-none"
                {...(own ? {} : { value: query ?? '', onValueChange: onQuery })}
              />
              <Kbd>Esc</Kbd>
            </div>
            <Command.List className="thin-scroll relative max-h-[52dvh] min-h-24 scroll-py-2 overflow-y-auto p-1.5">
              {loading ? (
                <Command.Loading>
                  <p className="px-2.5 py-8 text-center text-ink-3">Looking…</p>
                </Command.Loading>
              ) : (
                <Command.Empty className="px-2.5 py-8 text-center text-ink-3">Nothing by that name. Try fewer letters.</Command.Empty>
              )}
              {groups.map((group) => (
                <Command.Group
                  key={group.heading}
                  heading={group.heading}
                  className="**:[[cmdk-group-heading]]:px-2.5 **:[[cmdk-group-heading]]:pt-2 **:[[cmdk-group-heading]]:pb-1 **:[[cmdk-group-heading]]:text-12 **:[[cmdk-group-heading]]:text-ink-3"
                >
                  {group.items.map((item) => (
                    <Command.Item
                      key={item.id}
                      value={`${item.id} ${item.label}`}
                      {...(item.keywords ? { keywords: item.keywords } : {})}
                      onSelect={() => onSelect(item)}
                      className="flex min-h-9 items-center gap-2.5 rounded-md px-2.5 data-[selected=true]:bg-sunk pointer-coarse:min-h-11"
                    >
                      {item.icon && <span className="text-ink-3">{item.icon}</span>}
                      <span dir="auto" className="min-w-0 flex-1 truncate">
                        {item.label}
                      </span>
                      {item.hint && <span className="shrink-0 text-12 text-ink-3">{item.hint}</span>}
                    </Command.Item>
                  ))}
                </Command.Group>
              ))}
            </Command.List>
          </Command>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
