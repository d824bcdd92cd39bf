/** The mark: a seal, and the stroke of a pen across it. */
export function Brand({ small = false }: { small?: boolean }) {
  return (
    <span className="flex items-center gap-2 font-strong tracking-[-.01em]">
      <svg
        viewBox="0 0 22 18"
        aria-hidden="true"
        className="h-[18px] w-[22px] shrink-0 fill-none stroke-[1.5] stroke-pen"
        strokeLinecap="round"
      >
        <circle cx="9" cy="9" r="8.2" />
        <path d="M3.5 14.2 21 9.8" />
      </svg>
      <span className={small ? 'max-lg:sr-only' : ''}>Countersign</span>
    </span>
  )
}
