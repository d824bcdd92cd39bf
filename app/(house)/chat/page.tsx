import type { Metadata } from 'next'
import { ConversationSheet } from '#components/frame/conversation-sheet.tsx'
import { PageBody, PageHeader } from '#components/frame/page-header.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { exampleSentences, listConversations } from '#lib/assistant/index.ts'
import { modelLabel } from '#lib/models/index.ts'
import { can } from '#lib/people/index.ts'
import { getPlatform } from '#lib/platform/index.ts'
import { requireCaller } from '../../_session.ts'
import { BreakLink } from '../break-link.tsx'
import { NewConversation } from './new-conversation.tsx'

export const metadata: Metadata = { title: 'Chat' }

export default async function ChatPage() {
  const caller = await requireCaller()
  const platform = getPlatform()
  if (!can(caller, 'conversation.own')) {
    return (
      <>
        <PageHeader title="Chat" />
        <PageBody width="read">
          <Notice>Your roles read here and ask for nothing. What others asked for stands under Actions.</Notice>
        </PageBody>
      </>
    )
  }
  const [sentences, { items }] = await Promise.all([exampleSentences(platform, caller), listConversations(platform, caller, { limit: 30 })])
  const sheet = <ConversationSheet conversations={items.map(({ id, title, active }) => ({ id, title, active }))} />
  return <NewConversation sheet={sheet} model={modelLabel(platform)} sentences={sentences} note={<BreakLink />} />
}
