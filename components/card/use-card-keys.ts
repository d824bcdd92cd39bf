'use client'
import { useEffect } from 'react'

/** Whether a key press is meant for the page: not typed somewhere, not in a dialog or menu, not switched off by the person. */
export function isPageKey(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return false
  if (document.documentElement.dataset.keys === 'off') return false
  if (document.querySelector('[role="dialog"], [role="menu"]')) return false
  const target = event.target instanceof Element ? event.target : null
  return !target?.closest('input, textarea, select, [contenteditable="true"]')
}

/** Single keys for the page while `active`. They can be switched off in the person's menu (WCAG 2.1.4). */
export function useCardKeys(active: boolean, keys: Readonly<Record<string, () => void>>): void {
  useEffect(() => {
    if (!active) return
    const listen = (event: KeyboardEvent) => {
      const act = keys[event.key]
      if (!act || !isPageKey(event)) return
      event.preventDefault()
      act()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [active, keys])
}
