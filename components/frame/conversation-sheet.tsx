'use client'
import { History } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Icon } from '../ui/icon.tsx'
import { ConversationList, type ConversationListProps } from './conversation-list.tsx'

/** The conversations where the rail has no room for them: a button that opens the list. For the chat page's header. */
export function ConversationSheet({ conversations }: Pick<ConversationListProps, 'conversations'>) {
  const [open, setOpen] = useState(false)
  return (
    <span className="lg:hidden">
      <IconButton label="Conversations" onClick={() => setOpen(true)}>
        <Icon of={History} />
      </IconButton>
      <Dialog open={open} onOpenChange={setOpen} title="Conversations">
        <ConversationList conversations={conversations} onPick={() => setOpen(false)} />
      </Dialog>
    </span>
  )
}
