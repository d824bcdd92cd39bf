import { domainToASCII } from 'node:url'

export interface Recipient {
  /** In small letters, as it is looked up: `example.test`. */
  domain: string
  /** Something reached it before, or people of the organisation have it in their address. */
  known: boolean
}

/** So many domains are told apart; an input that names more is one with a new recipient. */
export const mostRecipients = 50
/** Longer text is a letter and not a list of addresses. */
const longestList = 2_000

/**
 * The domains of the e-mail addresses that an input holds. A text counts that is an address, or a list of them
 * (`Ada <ada@example.test>, b@example.test`); one that is mentioned in a letter is nobody whom it is sent to.
 */
export function recipientDomains(input: unknown): { domains: string[]; more: boolean } {
  const found = new Set<string>()
  collect(input, found)
  return { domains: [...found].slice(0, mostRecipients), more: found.size > mostRecipients }
}

function collect(value: unknown, found: Set<string>): void {
  if (found.size > mostRecipients) return
  if (typeof value === 'string') {
    for (const domain of domainsOf(value)) found.add(domain)
  } else if (typeof value === 'object' && value !== null) {
    for (const member of Object.values(value)) collect(member, found)
  }
}

function domainsOf(text: string): string[] {
  if (text.length > longestList || !text.includes('@')) return []
  const parts = text.split(/[,;]/).map((part) => part.trim())
  const domains = parts.filter((part) => part !== '').map(domainOf)
  return domains.includes(null) ? [] : domains.filter((domain) => domain !== null)
}

/** Of one address, its name before it or not; null for any other text. */
function domainOf(part: string): string | null {
  const inner = part.endsWith('>') ? part.slice(part.lastIndexOf('<') + 1, -1) : part
  const at = inner.lastIndexOf('@')
  const [local, domain] = [inner.slice(0, at), inner.slice(at + 1)]
  if (at < 1 || domain === '' || /[\s<>@]/.test(local) || /[\s<>/]/.test(domain)) return null
  const ascii = domainToASCII(domain.replace(/\.$/, ''))
  return (ascii === '' ? domain : ascii).toLowerCase().slice(0, 253)
}
