'use client'
import { Plus } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { classes } from '../classes.ts'
import { links } from '../links.ts'
import { Icon } from '../ui/icon.tsx'
import { VisibleText } from '../ui/visible-text.tsx'
import { visibleString } from '../visible-text.ts'

export interface ConversationListProps {
  /** Newest first. `active`: something is being answered there. */
  conversations: { id: string; title: string; active?: boolean }[]
  /** Called when one is chosen, to close what the list stands in. */
  onPick?: () => void
}

/** Conversations by title, the open one marked. */
export function ConversationList({ conversations, onPick }: ConversationListProps) {
  const path = usePathname()
  return (
    <nav aria-label="Conversations" className="grid grid-cols-[minmax(0,1fr)] gap-px">
      <div className="flex items-center pr-1 pl-2">
        <span className="flex-1 text-12 text-ink-3">Conversations</span>
        <Link
          href={links.chat}
          title="New conversation"
          aria-label="New conversation"
          {...(onPick ? { onClick: onPick } : {})}
          className="inline-grid size-6 place-items-center rounded-sm text-ink-2 hover:bg-sunk hover:text-ink pointer-coarse:size-11"
        >
          <Icon of={Plus} />
        </Link>
      </div>
      {conversations.length === 0 && <p className="px-2 py-1 text-12 text-ink-3">None yet. What you ask starts one.</p>}
      {conversations.map((conversation) => {
        const href = links.conversation(conversation.id)
        const current = path === href
        return (
          <Link
            key={conversation.id}
            href={href}
            aria-current={current ? 'page' : undefined}
            title={visibleString(conversation.title)}
            {...(onPick ? { onClick: onPick } : {})}
            className={classes(
              'flex min-h-8 items-center gap-2 rounded-md px-2 transition-colors pointer-coarse:min-h-11',
              current ? 'bg-sunk text-ink' : 'text-ink-2 hover:bg-hover hover:text-ink',
            )}
          >
            <span dir="auto" className="min-w-0 flex-1 truncate text-start">
              <VisibleText text={conversation.title} className="whitespace-nowrap!" />
            </span>
            {conversation.active && (
              <span className="size-1.5 animate-breathe rounded-full bg-pen">
                <span className="sr-only">answering</span>
              </span>
            )}
          </Link>
        )
      })}
    </nav>
  )
}
