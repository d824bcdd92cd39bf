'use client'
import { CircleCheck, Inbox, ListChecks, Lock, MessageSquare, Settings } from 'lucide-react'
import { useState } from 'react'
import { CommandPalette, useCommandKey } from '#components/frame/command-palette.tsx'
import { OfflineBar } from '#components/frame/offline-bar.tsx'
import { Section } from '#components/frame/page-header.tsx'
import { PauseBar } from '#components/frame/pause-bar.tsx'
import { PersonMenu } from '#components/frame/person-menu.tsx'
import { SignInForm } from '#components/frame/sign-in-form.tsx'
import { InboxList } from '#components/inbox/inbox-list.tsx'
import type { InboxRow } from '#components/inbox/inbox-row.tsx'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { ScrollWindow } from '#components/ui/scroll-window.tsx'
import { ListSkeleton } from '#components/ui/skeleton.tsx'
import { moment } from './fixtures.ts'
import { Specimen } from './specimen.tsx'

const rows: InboxRow[] = [
  { id: '1', href: '#1', title: 'Refund 49.90 EUR to Ada Lovelace', detail: 'Max Weber · Commerce · order 1042', dueAt: moment(240) },
  { id: '2', href: '#2', title: 'Send an e-mail to ada@example.test', detail: 'Max Weber · after the refund', dueAt: moment(240) },
  {
    id: '3',
    href: '#3',
    title: 'Raise the credit limit of Ömer Ltd to 12,000.00 EUR',
    detail: 'Lena Ott through the API · CRM',
    dueAt: moment(600),
    chip: { word: 'outside content', tone: 'wait', icon: 'outside' },
  },
  {
    id: '4',
    href: '#4',
    title: 'Did the refund of order 977 happen?',
    detail: 'The connection was cut after it was sent',
    dueAt: moment(-1),
    chip: { word: 'unknown', tone: 'wait', icon: 'unknown' },
  },
  {
    id: '5',
    href: '#5',
    title: 'Deploy checkout 4.18.0 to production',
    detail: 'Release run',
    dueAt: moment(24 * 60),
    chip: { word: '1 of 2', tone: 'pen' },
  },
  { id: '6', href: '#6', title: 'أرسل رسالة إلى ليلى حداد', detail: 'ليلى حداد', dueAt: null },
]
const many = Array.from({ length: 200 }, (_, index): InboxRow => {
  return {
    id: `m${index}`,
    href: `#m${index}`,
    title: `Close ticket ${index + 1} as a duplicate`,
    detail: 'Support',
    dueAt: moment(60 * (index + 2)),
  }
})
const box = 'overflow-hidden rounded-lg border border-line-2 bg-paper'

export function FrameSpecimens() {
  const [open, setOpen] = useState(false)
  useCommandKey(() => setOpen((was) => !was))
  return (
    <>
      <Section title="Inbox">
        <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-8 md:grid-cols-2">
          <Specimen name="First due first">
            <div className={box}>
              <InboxList label="Waiting for you" rows={rows} current="1" onTogether={() => {}} togetherAtMost={50} />
            </div>
          </Specimen>
          <Specimen name="Very many: 10,000">
            <ScrollWindow label="Very many" className={`${box} max-h-[400px] overflow-y-auto!`}>
              <InboxList
                label="All that waits"
                rows={many}
                current={null}
                more={{ label: 'Show 100 more', busy: false, onMore: () => {} }}
                onTogether={() => {}}
                togetherAtMost={50}
              />
            </ScrollWindow>
          </Specimen>
          <Specimen name="Empty">
            <div className={box}>
              <EmptyState icon={Inbox} title="Nothing waits for you">
                When someone asks for something that needs your signature, it stands here.
              </EmptyState>
            </div>
          </Specimen>
          <Specimen name="Loading">
            <div className={box}>
              <ListSkeleton rows={4} />
            </div>
          </Specimen>
          <Specimen name="No right to see">
            <div className={box}>
              <EmptyState icon={Lock} title="This page is not for you" action={<Button>Back to your chat</Button>}>
                It does not exist, or you may not see it. Ask an admin if you think that you should.
              </EmptyState>
            </div>
          </Specimen>
          <Specimen name="Offline">
            <div className={box}>
              <OfflineBar offline />
              <PauseBar pause={{ by: 'Ines Duarte', reason: 'prices are being corrected', at: moment(-12), href: '/admin/pauses' }} />
              <p className="p-5 text-ink-2">The page stays readable meanwhile.</p>
            </div>
          </Specimen>
        </div>
      </Section>
      <Section title="Frame" description="Person, palette, sign-in.">
        <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-8 md:grid-cols-2">
          <Specimen name="Person and palette">
            <div className={`${box} flex flex-wrap items-center gap-3 p-4`}>
              <PersonMenu
                person={{ name: 'Bea Moreau', email: 'approver@acme.test' }}
                onSignOut={() => {}}
                onSearch={() => setOpen(true)}
              />
              <Button onClick={() => setOpen(true)}>Find anything</Button>
            </div>
          </Specimen>
          <Specimen name="Sign in">
            <div className={box}>
              <SignInForm
                onSignIn={() => {}}
                problem="E-mail and password do not fit together. Nothing else is wrong with this page; try again."
                demo={{
                  password: 'acme-demo',
                  people: [
                    { email: 'member@acme.test', role: 'member' },
                    { email: 'approver@acme.test', role: 'approver' },
                  ],
                }}
              />
            </div>
          </Specimen>
        </div>
      </Section>
      <CommandPalette
        open={open}
        onOpenChange={setOpen}
        onSelect={() => setOpen(false)}
        groups={[
          {
            heading: 'Pages',
            items: [
              { id: 'chat', label: 'Chat', icon: <Icon of={MessageSquare} /> },
              { id: 'approvals', label: 'Approvals', hint: '6 wait', icon: <Icon of={ListChecks} /> },
              { id: 'admin', label: 'Connections', hint: 'Admin', icon: <Icon of={Settings} /> },
            ],
          },
          {
            heading: 'Actions',
            items: [{ id: 'a1', label: 'Refund 49.90 EUR to Ada Lovelace for order 1042', hint: 'done', icon: <Icon of={CircleCheck} /> }],
          },
        ]}
      />
    </>
  )
}
