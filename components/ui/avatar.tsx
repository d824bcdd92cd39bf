/** Two letters for a name: first and last word's first letter. */
function initials(name: string): string {
  const words = name.trim().split(/\s+/u)
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => [...(word ?? '')][0] ?? '')
  return letters.join('').toLocaleUpperCase('en')
}

/** A person's letters in a circle; the name stands beside it, so it is not read out. */
export function Avatar({ name }: { name: string }) {
  return (
    <span
      aria-hidden
      className="grid size-7 shrink-0 place-items-center rounded-full border border-line-2 bg-sunk font-strong text-12 text-ink-2 tracking-tight"
    >
      {initials(name)}
    </span>
  )
}
