'use client'
import { Keyboard, LogOut, Monitor, Moon, Search, Sun, UserRound } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { links } from '../links.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Icon } from '../ui/icon.tsx'
import { Menu } from '../ui/menu.tsx'
import { chooseSingleKeys, chooseTheme, currentTheme, singleKeysOn, type Theme } from './preferences.ts'

export interface PersonMenuProps {
  person: { name: string; email: string }
  /** Ends the session. May be a server function. */
  onSignOut: () => void | Promise<void>
  onSearch?: (() => void) | undefined
  /** As one of the places at the bottom of a phone. */
  bottom?: boolean
}

const themes: { id: Theme; label: string; icon: typeof Sun }[] = [
  { id: 'system', label: 'As the system', icon: Monitor },
  { id: 'light', label: 'Light', icon: Sun },
  { id: 'dark', label: 'Dark', icon: Moon },
]

/** Who is signed in, their account, light or dark, single keys, the way out. */
export function PersonMenu({ person, onSignOut, onSearch, bottom = false }: PersonMenuProps) {
  const router = useRouter()
  const [, again] = useState(0)
  // The choices live on <html>; before the page is alive there is none to read and the menu is closed.
  const chosen = typeof document === 'undefined' ? { theme: 'system', keys: true } : { theme: currentTheme(), keys: singleKeysOn() }
  const select = (id: string) => {
    if (id === 'sign-out') void onSignOut()
    else if (id === 'account') router.push(links.account)
    else if (id === 'search') onSearch?.()
    else if (id === 'keys') chooseSingleKeys(!chosen.keys)
    else chooseTheme(id as Theme)
    again((count) => count + 1)
  }
  return (
    <Menu
      side="top"
      align={bottom ? 'end' : 'start'}
      onSelect={select}
      trigger={
        bottom ? (
          <button
            type="button"
            className="grid h-14 flex-1 content-center justify-items-center gap-0.5 text-12 text-ink-3 focus-visible:-outline-offset-2"
          >
            <Icon of={UserRound} size={18} />
            You
          </button>
        ) : (
          <button
            type="button"
            title={person.email}
            className="flex min-h-10 min-w-0 items-center gap-2 rounded-md px-2 text-ink-2 transition-colors hover:bg-hover hover:text-ink max-lg:justify-center max-lg:px-0"
          >
            <Avatar name={person.name} />
            <span className="truncate max-lg:sr-only">{person.name}</span>
          </button>
        )
      }
      groups={[
        {
          heading: `${person.name}, ${person.email}`,
          items: [
            { id: 'account', label: 'Your account', icon: <Icon of={UserRound} /> },
            ...(onSearch ? [{ id: 'search', label: 'Find anything', icon: <Icon of={Search} />, hint: 'Ctrl K' }] : []),
          ],
        },
        {
          heading: 'Colours',
          items: themes.map((theme) => ({
            id: theme.id,
            label: theme.label,
            icon: <Icon of={theme.icon} />,
            checked: chosen.theme === theme.id,
          })),
        },
        { items: [{ id: 'keys', label: 'Single-key shortcuts', icon: <Icon of={Keyboard} />, checked: chosen.keys }] },
        { items: [{ id: 'sign-out', label: 'Sign out', icon: <Icon of={LogOut} /> }] },
      ]}
    />
  )
}
