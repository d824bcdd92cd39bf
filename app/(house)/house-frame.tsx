'use client'

import { useRouter } from 'next/navigation'
import { signOut } from 'next-auth/react'
import { type ReactNode, useCallback, useState } from 'react'
import { AppFrame } from '#components/frame/app-frame.tsx'
import { CommandPalette, type PaletteItem, useCommandKey } from '#components/frame/command-palette.tsx'
import { ConversationList, type ConversationListProps } from '#components/frame/conversation-list.tsx'
import type { PauseBarProps } from '#components/frame/pause-bar.tsx'
import { links } from '#components/links.ts'
import { liveKinds } from '#components/live/live-channel.ts'
import { LiveRefresh, useLiveState } from '#components/live/live-provider.tsx'
import { TrueCopy } from '#components/ui/true-copy.tsx'
import { findAnything } from './find.ts'

interface HouseFrameProps extends ConversationListProps {
  person: { name: string; email: string }
  approvals: number
  admin: boolean
  /** Set while everything is paused. */
  pause: PauseBarProps | null
  children: ReactNode
}

/** The frame with what needs the browser: the event stream, the palette, signing out. */
export function HouseFrame({ person, approvals, admin, pause, conversations, children }: HouseFrameProps) {
  const router = useRouter()
  const state = useLiveState()
  const [open, setOpen] = useState(false)
  const [query, setQuery] = useState('')
  const [found, setFound] = useState<Awaited<ReturnType<typeof findAnything>>>([])
  const toggle = useCallback(() => setOpen((now) => !now), [])
  useCommandKey(toggle)

  const places: PaletteItem[] = [
    { id: links.chat, label: 'New conversation' },
    { id: links.approvals, label: 'Approvals', hint: `${approvals}` },
    { id: links.actions, label: 'Actions' },
    { id: links.account, label: 'Your account' },
    ...(admin
      ? ['', '/people', '/connections', '/pauses', '/policy', '/audit'].map((end) => ({
          id: `${links.admin}${end}`,
          label: end === '' ? 'Admin' : `Admin: ${end.slice(1)}`,
        }))
      : []),
  ]
  const fits = ({ label }: PaletteItem) => label.toLowerCase().includes(query.trim().toLowerCase())
  const groups = [
    { heading: 'Pages', items: places.filter(fits) },
    { heading: 'Conversations', items: conversations.map(({ id, title }) => ({ id: links.conversation(id), label: title })).filter(fits) },
    ...found,
  ].filter(({ items }) => items.length > 0)

  const search = async (text: string) => {
    setQuery(text)
    setFound(text.trim().length < 2 ? [] : await findAnything(text))
  }
  return (
    <AppFrame
      person={person}
      approvals={approvals}
      admin={admin}
      offline={state === 'offline'}
      pause={pause}
      conversations={<ConversationList conversations={conversations} />}
      onSignOut={() => signOut({ callbackUrl: '/sign-in' })}
      onSearch={toggle}
    >
      <LiveRefresh kinds={liveKinds} />
      <TrueCopy />
      {children}
      <CommandPalette
        open={open}
        onOpenChange={setOpen}
        groups={groups}
        query={query}
        onQuery={(text) => void search(text)}
        onSelect={(item) => {
          setOpen(false)
          router.push(item.id)
        }}
      />
    </AppFrame>
  )
}
