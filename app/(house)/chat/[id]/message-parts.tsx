'use client'

import type { UIMessage } from 'ai'
import { AssistantMessage, Writing } from '#components/chat/assistant-message.tsx'
import { ToolLine } from '#components/chat/tool-line.tsx'
import { links } from '#components/links.ts'
import type { Card } from '#lib/faces/card-data.ts'
import { LiveCards } from '../../live-card.tsx'
import { type Block, blocksOf } from './blocks.ts'

interface MessagePartsProps {
  parts: UIMessage['parts']
  cards: Readonly<Record<string, Card>>
  streaming?: boolean
}

/** What the assistant wrote and did, in its order. A card is drawn from the server's row, never from the message. */
export function MessageParts({ parts, cards, streaming = false }: MessagePartsProps) {
  const blocks = blocksOf(parts, cards, streaming)
  const last = blocks.length - 1
  return (
    <div className="flex flex-col gap-4">
      {blocks.map((block, index) => (
        <BlockView key={block.key} block={block} streaming={streaming && index === last} />
      ))}
      {streaming && blocks[last]?.kind !== 'text' && <Writing />}
    </div>
  )
}

function BlockView({ block, streaming }: { block: Block; streaming: boolean }) {
  if (block.kind === 'text') return <AssistantMessage text={block.text} streaming={streaming} />
  if (block.kind === 'cards') return <LiveCards cards={block.cards} />
  const [only] = block.cards
  const text = block.cards.map((card) => card.sentence).join(', ')
  return (
    <ToolLine
      text={text}
      status={block.status}
      actions={block.cards.length}
      {...(only === undefined ? {} : { href: block.cards.length === 1 ? links.action(only.id) : links.actions })}
    />
  )
}
