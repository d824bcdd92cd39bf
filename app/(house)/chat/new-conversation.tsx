'use client'

import { type ReactNode, useState, useTransition } from 'react'
import { ChatLayout } from '#components/chat/chat-layout.tsx'
import { Composer } from '#components/chat/composer.tsx'
import { DryRunCheckbox } from '#components/chat/dry-run-checkbox.tsx'
import { EmptyChat } from '#components/chat/empty-chat.tsx'
import { MessageBubble } from '#components/chat/message-bubble.tsx'
import { PageHeader } from '#components/frame/page-header.tsx'
import { ErrorNotice } from '#components/ui/notice.tsx'
import { begin } from './commands.ts'

interface NewConversationProps {
  /** The way to the earlier ones, on a phone. */
  sheet: ReactNode
  /** Who will answer. */
  model: string
  sentences: string[]
  note: ReactNode
}

/** A conversation that has not begun: the first sentence begins it. */
export function NewConversation({ sheet, model, sentences, note }: NewConversationProps) {
  const [sent, setSent] = useState<string | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [dryRun, setDryRun] = useState(false)
  const [, start] = useTransition()
  const send = (text: string) => {
    setProblem(null)
    setSent(text)
    start(async () => {
      const answer = await begin(text, dryRun)
      if (!answer?.problem) return
      setProblem(answer.problem)
      setSent(null)
    })
  }
  const header = (
    <PageHeader
      title="New conversation"
      beside={<span className="truncate text-12 text-ink-3">{model}</span>}
      actions={
        <>
          <DryRunCheckbox checked={dryRun} disabled={sent !== null} onChange={setDryRun} />
          {sheet}
        </>
      }
    />
  )
  return (
    <ChatLayout header={header} composer={<Composer onSend={send} disabled={sent !== null} autoFocus />}>
      {sent === null ? <EmptyChat sentences={sentences} onPick={send} note={note} /> : <MessageBubble text={sent} sending />}
      {problem !== null && <ErrorNotice title="It was not sent">{problem}</ErrorNotice>}
    </ChatLayout>
  )
}
