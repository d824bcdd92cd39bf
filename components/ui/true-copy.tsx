'use client'
import { useEffect } from 'react'

/** Marks stand for characters that cannot be seen: what is copied holds the characters, not the marks. */
export function TrueCopy() {
  useEffect(() => {
    const copy = (event: ClipboardEvent) => {
      const selection = document.getSelection()
      if (event.defaultPrevented || selection === null || selection.isCollapsed || selection.rangeCount === 0) return
      const part = selection.getRangeAt(0).cloneContents()
      if (part.querySelector('[data-true]') === null) return
      event.clipboardData?.setData('text/plain', trueText(part))
      event.preventDefault()
    }
    document.addEventListener('copy', copy)
    return () => document.removeEventListener('copy', copy)
  }, [])
  return null
}

/** As the browser would copy it (lines where blocks end), with each mark replaced by what it stands for. */
function trueText(part: DocumentFragment): string {
  for (const mark of part.querySelectorAll<HTMLElement>('[data-true]')) {
    const codes = mark.dataset.true?.split(' ').filter(Boolean) ?? []
    mark.replaceWith(String.fromCodePoint(...codes.map((code) => Number.parseInt(code, 16))))
  }
  const sheet = document.createElement('div')
  sheet.style.cssText = 'position:fixed;left:-9999px;white-space:pre-wrap'
  sheet.append(part)
  document.body.append(sheet)
  // biome-ignore lint/performance/useDomNodeTextContent: only this one ends a line where a block ends.
  const text = sheet.innerText
  sheet.remove()
  return text
}
