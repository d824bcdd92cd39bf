'use client'

import { type ReactNode, useState, useTransition } from 'react'
import { ChatLayout } from '#components/chat/chat-layout.tsx'
import { Composer } from '#components/chat/composer.tsx'
import { EmptyChat } from '#components/chat/empty-chat.tsx'
import { MessageBubble } from '#components/chat/message-bubble.tsx'
import { ErrorNotice } from '#components/ui/notice.tsx'
import { begin } from './commands.ts'

/** A conversation that has not begun: the first sentence begins it. */
export function NewConversation({ header, sentences, note }: { header: ReactNode; sentences: string[]; note: ReactNode }) {
  const [sent, setSent] = useState<string | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [, start] = useTransition()
  const send = (text: string) => {
    setProblem(null)
    setSent(text)
    start(async () => {
      const answer = await begin(text)
      if (!answer?.problem) return
      setProblem(answer.problem)
      setSent(null)
    })
  }
  return (
    <ChatLayout header={header} composer={<Composer onSend={send} disabled={sent !== null} autoFocus />}>
      {sent === null ? <EmptyChat sentences={sentences} onPick={send} note={note} /> : <MessageBubble text={sent} sending />}
      {problem !== null && <ErrorNotice title="It was not sent">{problem}</ErrorNotice>}
    </ChatLayout>
  )
}
