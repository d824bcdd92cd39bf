'use client'
import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Icon } from './icon.tsx'

export function CopyButton({ text, label = 'Copy' }: { text: string; label?: string }) {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 1500)
    return () => clearTimeout(timer)
  }, [copied])
  return (
    <button
      type="button"
      aria-label={copied ? 'Copied' : label}
      title={copied ? 'Copied' : label}
      onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}
      className="inline-grid size-6 place-items-center rounded-sm text-ink-3 hover:bg-line hover:text-ink pointer-coarse:size-9"
    >
      <Icon of={copied ? Check : Copy} size={13} className={copied ? 'text-done' : ''} />
    </button>
  )
}
