import { Clock, Coins, Flag, History, type LucideIcon, PenLine, RotateCcw, Scale, Undo2, UserRound, UsersRound } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import type { Card } from '#lib/faces/card-data.ts'
import { classes } from '../classes.ts'
import { links } from '../links.ts'
import { statusWords } from '../status-words.ts'
import { Icon } from '../ui/icon.tsx'
import { VisibleText } from '../ui/visible-text.tsx'
import { CorrectsLine } from './corrects-line.tsx'
import { EditLine } from './edit-line.tsx'
import { TakesBack } from './undo-lines.tsx'

const doors: Record<Card['asker']['via'], string> = {
  chat: '',
  api: ' through the API',
  workflow: ' in a workflow',
  mcp: ' through MCP',
  schedule: ' on a schedule',
}

function Reason({ icon, flag = false, children }: { icon: LucideIcon; flag?: boolean; children: ReactNode }) {
  return (
    <li className={classes('flex gap-2', flag ? 'text-wait' : 'text-ink-2')}>
      <Icon of={icon} className={classes('mt-[2.5px]', !flag && 'text-ink-3')} />
      <span className="min-w-0">{children}</span>
    </li>
  )
}

function Quoted({ text }: { text: string }) {
  return (
    <q>
      <VisibleText text={text} />
    </q>
  )
}

function MaybeLink({ href, children }: { href: string | null; children: ReactNode }) {
  return href === null ? (
    children
  ) : (
    <Link href={href} className="quiet-link">
      {children}
    </Link>
  )
}

/** Who asks and why, what the assistant had read, which rules say that someone is asked. */
export function CardReasons({ card }: { card: Card }) {
  const { asker, conversation } = card
  return (
    <ul className="grid gap-1.5 px-5 py-3">
      {card.takesBack && (
        <Reason icon={Undo2}>
          <TakesBack takesBack={card.takesBack} />
        </Reason>
      )}
      {card.corrects && (
        <Reason icon={RotateCcw}>
          <CorrectsLine corrects={card.corrects} />
        </Reason>
      )}
      {card.edit && (
        <Reason icon={PenLine}>
          <EditLine edit={card.edit} />
        </Reason>
      )}
      {card.after.map((before) => (
        <Reason key={before.id} icon={Clock}>
          Only after{' '}
          <Link href={links.action(before.id)} className="quiet-link text-ink">
            <VisibleText text={before.sentence} />
          </Link>{' '}
          ({statusWords[before.status]})
        </Reason>
      ))}
      <Reason icon={UserRound}>
        <VisibleText text={asker.name} /> asks{doors[asker.via]}
        {conversation && (
          <>
            , in{' '}
            <MaybeLink href={conversation.mine ? links.conversation(conversation.id) : null}>
              <VisibleText text={conversation.title} className={conversation.mine ? '' : 'text-ink'} />
            </MaybeLink>
          </>
        )}
        {card.why && (
          <>
            : <Quoted text={card.why} />
          </>
        )}
      </Reason>
      {card.outside.map((outside) => (
        <Reason key={`${outside.title}${outside.quote}`} icon={Flag} flag>
          The assistant had read outside content:{' '}
          <MaybeLink href={outside.href}>
            <VisibleText text={outside.title} />
          </MaybeLink>
          {outside.quote && (
            <span className="mt-0.5 block border-wait/40 border-s-2 ps-2 text-12">
              <VisibleText text={outside.quote} />
            </span>
          )}
          {outside.copied.length > 0 && (
            <span className="mt-0.5 block">
              Taken from it word for word:{' '}
              <b>
                <VisibleText text={outside.copied.join(', ')} />
              </b>
            </span>
          )}
        </Reason>
      ))}
      {card.rules.length > 0 && (
        <Reason icon={Scale}>
          {card.rules.map((rule, index) => (
            <span key={rule.name}>
              {index > 0 && ' '}
              Rule{' '}
              <b>
                <VisibleText text={rule.name} />
              </b>
              : <VisibleText text={rule.sentence} />
              {index < card.rules.length - 1 && '.'}
            </span>
          ))}
        </Reason>
      )}
      {card.quorum && (
        <Reason icon={UsersRound}>
          {card.quorum.met} of {card.quorum.needed} have signed
        </Reason>
      )}
      {card.cost && (
        <Reason icon={Coins}>
          Amounts to <b>{card.cost}</b>
        </Reason>
      )}
      {card.similar && (
        <Reason icon={History}>
          <Link href={card.similar.href} className="quiet-link">
            {card.similar.sentence}
          </Link>
        </Reason>
      )}
    </ul>
  )
}
