'use client'
import type { ReactNode } from 'react'
import { type Components, Streamdown } from 'streamdown'
import { CodeBlock } from '../ui/code-block.tsx'
import { ScrollWindow } from '../ui/scroll-window.tsx'
import { VisibleText } from '../ui/visible-text.tsx'
import { visibleCharacters } from './visible-characters.ts'

/** What Streamdown hands to any element; looked at before it is used. */
interface Written {
  node?: unknown
  href?: unknown
  alt?: unknown
  children?: unknown
}

/** Addresses that a link may have; anything else is only its words. */
function safeAddress(address: unknown): string | null {
  if (typeof address !== 'string') return null
  if (/^\/(?!\/)/.test(address)) return address
  return /^(https?:|mailto:)/i.test(address) ? address : null
}

function WrittenLink({ href, children }: Written) {
  const address = safeAddress(href)
  if (address === null) return <span>{children as ReactNode}</span>
  const outside = /^https?:/i.test(address)
  const host = hostOf(address)
  return (
    <>
      <a
        href={address}
        className="quiet-link text-pen"
        {...(outside ? { target: '_blank', rel: 'noopener noreferrer', title: address } : {})}
      >
        {children as ReactNode}
      </a>
      {host !== null && !textOf(children).toLowerCase().includes(host) && (
        <span className="text-12 text-ink-3">
          {' '}
          (<VisibleText text={host} />)
        </span>
      )}
    </>
  )
}

/** Where a link leads, in the writing that computers use: look-alikes show themselves there. */
function hostOf(address: string): string | null {
  try {
    if (/^mailto:/i.test(address)) return decodeURIComponent(address.slice('mailto:'.length).split('?')[0] ?? '').toLowerCase()
    return /^https?:/i.test(address) ? new URL(address).host : null
  } catch {
    return address
  }
}

/** A picture is never fetched: its address would tell someone outside that it was read. */
function WrittenPicture({ alt }: Written) {
  return <span className="text-12 text-ink-3">[picture{typeof alt === 'string' && alt !== '' ? `: ${alt}` : ''}, not loaded]</span>
}

function textOf(node: unknown): string {
  if (typeof node === 'string') return node
  if (Array.isArray(node)) return node.map(textOf).join('')
  if (typeof node === 'object' && node !== null && 'props' in node) return textOf((node.props as { children?: unknown }).children)
  return ''
}

const own: Components = {
  a: WrittenLink,
  img: WrittenPicture,
  pre: ({ children }: Written) => <CodeBlock text={textOf(children).replace(/\n$/, '')} className="my-3" />,
  table: ({ children }: Written) => (
    <ScrollWindow label="Table" className="my-3 overflow-x-auto">
      <table>{children as ReactNode}</table>
    </ScrollWindow>
  ),
  // Streamdown's own pieces carry another house's look; these are set by `.written`.
  code: 'code',
  inlineCode: ({ children }: Written) => <code>{children as ReactNode}</code>,
  blockquote: 'blockquote',
  h1: 'h3',
  h2: 'h3',
  h3: 'h3',
  h4: 'h4',
  h5: 'h5',
  h6: 'h6',
  hr: 'hr',
  li: 'li',
  ol: 'ol',
  ul: 'ul',
  p: 'p',
  strong: 'strong',
  thead: 'thead',
  tbody: 'tbody',
  tr: 'tr',
  th: 'th',
  td: 'td',
}

export interface AssistantMessageProps {
  /** Markdown. HTML in it is shown as the text that it is. */
  text: string
  /** More is coming. */
  streaming?: boolean
}

/** What the assistant wrote, as it comes in. */
export function AssistantMessage({ text, streaming = false }: AssistantMessageProps) {
  return (
    <div className="max-w-[640px]" aria-busy={streaming}>
      <span className="sr-only">Assistant: </span>
      <Streamdown
        className="written"
        dir="auto"
        mode={streaming ? 'streaming' : 'static'}
        isAnimating={streaming}
        components={own}
        controls={false}
        linkSafety={{ enabled: false }}
        rehypePlugins={[visibleCharacters]}
      >
        {text}
      </Streamdown>
      {streaming && <Writing />}
    </div>
  )
}

/** Three dots while nothing has come yet, or more is to come. */
export function Writing() {
  return (
    <span role="status" className="mt-1 inline-flex h-6 items-center gap-1">
      <span className="sr-only">The assistant is answering</span>
      {['', '[animation-delay:200ms]', '[animation-delay:400ms]'].map((delay) => (
        <span key={delay} className={`size-1.5 animate-breathe rounded-full bg-ink-3 ${delay}`} />
      ))}
    </span>
  )
}
