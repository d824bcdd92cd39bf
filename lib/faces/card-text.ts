import type { Card } from './card-data.ts'

const mostChanges = 15
const mostQuotes = 3
const valueLength = 300
/** The whole of it, whatever others wrote into it. */
const textLength = 8_000

type TextCard = Pick<
  Card,
  | 'title'
  | 'gravity'
  | 'where'
  | 'sentence'
  | 'changes'
  | 'asker'
  | 'conversation'
  | 'why'
  | 'outside'
  | 'rules'
  | 'waitsFor'
  | 'dueAt'
  | 'note'
>

/**
 * A card as plain text, for a mail: what would happen, before and after, who asks and why, what it read, who is asked, the time left.
 * Pure. What others wrote stays on its own lines, cut, with characters that hide or turn text named; nothing in it is markup.
 */
export function cardText(card: TextCard, { now, timeZone }: { now: Date; timeZone: string }): string {
  const { changes, asker, conversation, why, outside, rules, waitsFor, dueAt, note } = card
  const left = changes.length - mostChanges
  const blocks = [
    [`${plain(card.title)} (${plain(card.gravity.map(({ word }) => word).join(', '))}), ${plain(card.where)}`],
    [plain(card.sentence)],
    [
      ...changes.slice(0, mostChanges).map(({ label, before, after }) => `  ${plain(label)}: ${changed(before, after)}`),
      ...(left > 0 ? [`  … and ${left} more`] : []),
    ],
    [
      `Asked by ${plain(asker.name)}${conversation === null ? '' : ` in “${plain(conversation.title)}”`}.`,
      ...(why === null ? [] : [`Why: “${plain(why)}”`]),
      ...outside.slice(0, mostQuotes).map(({ title }) => `It had text written by others in sight: ${plain(title)}`),
      ...rules.map(({ name, sentence }) => `Rule “${plain(name)}”: ${plain(sentence)}.`),
      ...(note === null ? [] : [plain(note)]),
    ],
    [
      ...(waitsFor === null ? [] : [`Waits for ${plain(waitsFor)}.`]),
      ...(dueAt === null ? [] : [`${leftText(new Date(dueAt), now)} (until ${momentText(new Date(dueAt), timeZone)}).`]),
    ],
  ]
  const text = blocks
    .filter(({ length }) => length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')
  return text.length > textLength ? `${text.slice(0, textLength - 1)}…` : text
}

function changed(before: string | null, after: string | null): string {
  if (before === null) return plain(after ?? '')
  return `${plain(before)} → ${after === null ? '(removed)' : plain(after)}`
}

/** One line without characters that cannot be seen or that turn what follows; cut where it is long. */
export function plain(text: string): string {
  const line = text
    .slice(0, valueLength * 4)
    .replaceAll(/[\s\u0085\u2028\u2029]+/gu, ' ')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Co}]/gu, (char) => `[U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`)
    .trim()
  return line.length > valueLength ? `${line.slice(0, valueLength - 1)}…` : line
}

function leftText(dueAt: Date, now: Date): string {
  const minutes = Math.floor((dueAt.getTime() - now.getTime()) / 60_000)
  if (minutes < 1) return 'No time is left'
  const [days, hours, rest] = [Math.floor(minutes / 1_440), Math.floor((minutes % 1_440) / 60), minutes % 60]
  const words = days > 0 ? [`${days} d`, hours > 0 && `${hours} h`] : [hours > 0 && `${hours} h`, rest > 0 && `${rest} min`]
  return `${words.filter(Boolean).join(' ')} left`
}

/** On the organisation's clock: "Mon, 30 Nov 2026, 16:00 Europe/Berlin". */
function momentText(at: Date, timeZone: string): string {
  const words = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  })
  return `${words.format(at)} ${timeZone}`
}
