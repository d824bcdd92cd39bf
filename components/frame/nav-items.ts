import { List, type LucideIcon, MessageSquare, PenLine, SlidersHorizontal } from 'lucide-react'
import { links } from '../links.ts'

export interface NavItem {
  href: string
  label: string
  icon: LucideIcon
  count?: number
}

/** The four places, the last for those who may. */
export function navItems({ approvals, admin }: { approvals: number; admin: boolean }): NavItem[] {
  return [
    { href: links.chat, label: 'Chat', icon: MessageSquare },
    { href: links.approvals, label: 'Approvals', icon: PenLine, count: approvals },
    { href: links.actions, label: 'Actions', icon: List },
    ...(admin ? [{ href: links.admin, label: 'Admin', icon: SlidersHorizontal }] : []),
  ]
}

export function isCurrent(href: string, path: string): boolean {
  return path === href || path.startsWith(`${href}/`)
}

export function countWords(count: number): string {
  return count > 999 ? '999+' : String(count)
}
