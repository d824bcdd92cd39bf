import { Section } from '#components/frame/page-header.tsx'
import { ButtonLink } from '#components/ui/button.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { ScrollWindow } from '#components/ui/scroll-window.tsx'
import { VisibleText } from '#components/ui/visible-text.tsx'
import { connectionHref } from '../connection-href.ts'
import { LeftOutList } from '../left-out-list.tsx'
import type { MadeConnection } from './post-connection.ts'

/** What was made of the document, what was left out and why, and where to go on. */
export function MadeSummary({ made: { connection, operations, leftOut } }: { made: MadeConnection }) {
  const unconfirmed = operations.filter(({ confirmed }) => !confirmed).length
  return (
    <div className="grid gap-8">
      <div role="status">
        <Notice
          tone={unconfirmed > 0 ? 'wait' : 'plain'}
          action={<ButtonLink href={connectionHref(connection)}>Open {connection.name}</ButtonLink>}
        >
          <p className="font-strong">{connection.title} is connected.</p>
          <p>
            {operations.length.toLocaleString('en')} operations were made
            {unconfirmed > 0
              ? `; ${unconfirmed.toLocaleString('en')} of them need an admin’s approval until you confirm what they do.`
              : ', all confirmed.'}
          </p>
        </Notice>
      </div>
      <Section title="Made">
        <ScrollWindow label="Operations that were made" className="max-h-96 overflow-y-auto rounded-md border">
          <ul>
            {operations.map(({ name, title, effect, confirmed }) => (
              <li key={name} className="flex flex-wrap items-baseline gap-x-3 border-b px-3 py-2 last:border-b-0">
                <VisibleText text={title} />
                <span className="break-all font-mono text-12 text-ink-3">{name}</span>
                <span className="ml-auto text-12 text-ink-2">{confirmed ? effect : `${effect}, unconfirmed`}</span>
              </li>
            ))}
          </ul>
        </ScrollWindow>
      </Section>
      <Section title="Left out">
        <LeftOutList items={leftOut} />
      </Section>
    </div>
  )
}
