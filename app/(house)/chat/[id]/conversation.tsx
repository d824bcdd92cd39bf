'use client'

import type { UIMessage } from 'ai'
import { useRouter } from 'next/navigation'
import { type ReactNode, useEffect, useMemo, useRef, useState, useTransition } from 'react'
import type { Answer } from '#components/card/card-events.ts'
import { Writing } from '#components/chat/assistant-message.tsx'
import { ChatLayout } from '#components/chat/chat-layout.tsx'
import { Composer } from '#components/chat/composer.tsx'
import { MessageBubble } from '#components/chat/message-bubble.tsx'
import type { PlanStep } from '#components/chat/plan-frame.tsx'
import { ErrorNotice } from '#components/ui/notice.tsx'
import type { Card, TurnUndoView } from '#lib/faces/card-data.ts'
import { askForPlan, say } from '../commands.ts'
import { cardHolders } from './blocks.ts'
import { MessageParts } from './message-parts.tsx'
import { useTurnStream } from './use-turn-stream.ts'

interface ConversationProps {
  id: string
  header: ReactNode
  messages: UIMessage[]
  cards: Readonly<Record<string, Card>>
  /** What was planned, by its id. */
  plan: Readonly<Record<string, PlanStep>>
  /** What is taken back together, by the turn that did it. */
  undos: Readonly<Record<string, TurnUndoView>>
  /** The turn that is being answered, if one is. */
  turnId: string | null
}

/** A conversation as the server knows it, and the answer that is being written right now. */
export function Conversation({ id, header, messages, cards, plan, undos, turnId }: ConversationProps) {
  const router = useRouter()
  const [sent, setSent] = useState<{ text: string; after: number } | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [, start] = useTransition()
  const streamed = useTurnStream(id, turnId, () => router.refresh())
  const end = useRef<HTMLDivElement>(null)

  // A message that was sent stays visible until the server's own list has grown by it.
  const sending = sent !== null && messages.length <= sent.after ? sent.text : null
  const shown = streamed !== null && !messages.some((message) => message.id === streamed.id) ? streamed : null
  const length = messages.length + (shown?.parts.length ?? 0) + (sending === null ? 0 : 1) + Object.keys(undos).length
  useEffect(() => {
    if (length > 0) end.current?.scrollIntoView({ block: 'end' })
  }, [length])

  const holders = useMemo(() => cardHolders(messages, plan), [messages, plan])
  const requestPlan = async (ids: string[]) => {
    const answer = await askForPlan(id, ids)
    router.refresh()
    return answer
  }
  const send = (text: string) => {
    setProblem(null)
    setSent({ text, after: messages.length })
    start(async () => {
      const answer = await say(id, text)
      if (answer?.problem) {
        setProblem(answer.problem)
        setSent(null)
      }
      router.refresh()
    })
  }
  return (
    <ChatLayout header={header} composer={<Composer onSend={send} autoFocus />}>
      {messages.map((message) => (
        <Message
          key={message.id}
          message={message}
          cards={cards}
          plan={plan}
          onRequestPlan={requestPlan}
          undos={undos}
          isElsewhere={(actionId) => holders.get(actionId) !== message.id}
        />
      ))}
      {sending !== null && <MessageBubble text={sending} sending />}
      {shown !== null && <MessageParts parts={shown.parts} cards={cards} plan={plan} onRequestPlan={requestPlan} streaming />}
      {shown === null && (turnId !== null || sending !== null) && <Writing />}
      {problem !== null && <ErrorNotice title="It was not sent">{problem}</ErrorNotice>}
      <div ref={end} className="scroll-mb-28 max-sm:scroll-mb-40" />
    </ChatLayout>
  )
}

interface MessageProps extends Pick<ConversationProps, 'cards' | 'plan' | 'undos'> {
  message: UIMessage
  onRequestPlan: (ids: string[]) => Promise<Answer>
  isElsewhere: (actionId: string) => boolean
}

function Message({ message, cards, plan, onRequestPlan, undos, isElsewhere }: MessageProps) {
  if (message.role === 'user') {
    return <MessageBubble text={message.parts.map((part) => (part.type === 'text' ? part.text : '')).join('')} />
  }
  const { turnId } = (message.metadata ?? {}) as { turnId?: string }
  const undo = turnId === undefined ? undefined : undos[turnId]
  return (
    <MessageParts
      parts={message.parts}
      cards={cards}
      plan={plan}
      onRequestPlan={onRequestPlan}
      isElsewhere={isElsewhere}
      {...(turnId === undefined ? {} : { turnId })}
      {...(undo === undefined ? {} : { undo })}
    />
  )
}
