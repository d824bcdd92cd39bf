'use client'
import { useState } from 'react'
import { toast } from 'sonner'
import { AssistantMessage, Writing } from '#components/chat/assistant-message.tsx'
import { Composer } from '#components/chat/composer.tsx'
import { EmptyChat } from '#components/chat/empty-chat.tsx'
import { MessageBubble } from '#components/chat/message-bubble.tsx'
import { ToolLine } from '#components/chat/tool-line.tsx'
import { Section } from '#components/frame/page-header.tsx'
import { Specimen } from './specimen.tsx'

const markdown = `Order **1042** was delivered on 12 November. Three things stand out:

- the vase arrived broken, see [ticket 88](/actions/88)
- \`refunded\` is still 0.00 EUR
- [a page outside](https://example.test/policy) says 14 days

| Item | Paid |
| --- | --- |
| Vase | 49.90 EUR |

\`\`\`json
{ "orderId": "1042" }
\`\`\`

<img src="https://example.test/pixel.png" onerror="alert(1)"> stays text, and ![a picture](https://example.test/p.png) is not fetched.`

export function ChatSpecimens() {
  const [sent, setSent] = useState<string | null>(null)
  return (
    <Section title="Conversation" description="720 px to read in, 15 px type.">
      <div className="grid grid-cols-[minmax(0,720px)] gap-8">
        <Specimen name="A turn, done and under way">
          <div className="flex flex-col gap-5.5 text-15">
            <MessageBubble text="Refund order 1042, 49.90 EUR, it arrived broken, and tell the customer we are sorry." />
            <ToolLine status="done" text="Read order 1042 and its customer" actions={2} href="/actions" />
            <AssistantMessage text={markdown} />
            <MessageBubble text="وماذا عن الطلب 1043؟" />
            <ToolLine status="running" text="Read order 1043" />
            <ToolLine status="failed" text="Read the customer of order 1043" />
            <ToolLine status="waiting" text="Close ticket 88" />
            <AssistantMessage text="I am looking at **order 1043** and will" streaming />
            <MessageBubble text="Not sent yet" sending />
            <Writing />
          </div>
        </Specimen>
        <Specimen name="Composer: ready, answering, off">
          <div className="grid gap-4">
            <Composer onSend={setSent} hint={sent ? `You would have said: ${sent}` : null} />
            <Composer onSend={setSent} streaming onStop={() => toast('Stopped')} />
            <Composer onSend={setSent} disabled hint="Not connected. What you type is kept." />
          </div>
        </Specimen>
        <Specimen name="Empty: what to do first">
          <EmptyChat
            sentences={[
              'Refund order 1042, 49.90 EUR, it arrived broken, and tell the customer we are sorry.',
              'Which tickets are open and urgent?',
              'Raise the credit limit of Ömer Ltd to 12,000 EUR.',
            ]}
            onPick={setSent}
          />
        </Specimen>
      </div>
    </Section>
  )
}
