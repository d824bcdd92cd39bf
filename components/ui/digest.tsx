import { CopyButton } from './copy-button.tsx'

/** `sha256 3f9a 07c1 … b5c2`: enough to compare by eye; all of it on hover and to copy. */
export function shortDigest(digest: string): string {
  const [kind, hex] = digest.includes(':') ? (digest.split(':', 2) as [string, string]) : ['', digest]
  const short = hex.length <= 16 ? hex : `${hex.slice(0, 4)} ${hex.slice(4, 8)} … ${hex.slice(-4)}`
  return kind ? `${kind} ${short}` : short
}

export function Digest({ value, copy = true }: { value: string; copy?: boolean }) {
  return (
    <span className="inline-flex items-center gap-0.5 font-mono text-12">
      <span title={value}>{shortDigest(value)}</span>
      {copy && <CopyButton text={value} label="Copy the digest" />}
    </span>
  )
}
