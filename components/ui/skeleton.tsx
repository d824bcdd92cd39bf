import { classes } from '../classes.ts'

/** A place held for a line that is on its way. Size it with classes. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={classes('block h-3.5 animate-breathe rounded-sm bg-line', className)} />
}

/** The shape of an approval card. */
export function CardSkeleton() {
  return (
    <div role="status" className="max-w-[640px] rounded-lg border border-line-2 bg-surface">
      <span className="sr-only">Loading the card</span>
      <div className="grid gap-3 px-5 pt-4 pb-4">
        <div className="flex justify-between">
          <Skeleton className="w-2/5" />
          <Skeleton className="w-24" />
        </div>
        <Skeleton className="h-5 w-4/5" />
      </div>
      {['w-16', 'w-24', 'w-12'].map((width) => (
        <div key={width} className="flex items-center border-t px-5 py-3">
          <Skeleton className="mr-16 w-21" />
          <Skeleton className={width} />
        </div>
      ))}
      <div className="grid gap-3 border-t px-5 py-4">
        <Skeleton className="w-3/5" />
        <Skeleton className="w-4/5" />
      </div>
      <div className="flex gap-2 border-t px-5 py-3.5">
        <Skeleton className="h-8 w-36" />
        <Skeleton className="h-8 w-20" />
      </div>
    </div>
  )
}

/** The shape of an inbox, or of any list of two-line rows. */
export function ListSkeleton({ rows = 6 }: { rows?: number }) {
  return (
    <div role="status">
      <span className="sr-only">Loading the list</span>
      {Array.from({ length: rows }, (_, index) => index).map((row) => (
        <div key={row} className="grid gap-2.5 border-b px-5 py-3.5">
          <div className="flex justify-between">
            <Skeleton className={row % 2 === 0 ? 'w-3/5' : 'w-2/5'} />
            <Skeleton className="w-8" />
          </div>
          <Skeleton className="h-3 w-2/5" />
        </div>
      ))}
    </div>
  )
}

/** The shape of a table with rows of 40 px. */
export function TableSkeleton({ rows = 6 }: { rows?: number }) {
  return (
    <div role="status" className="border-t">
      <span className="sr-only">Loading the table</span>
      {Array.from({ length: rows }, (_, index) => index).map((row) => (
        <div key={row} className="flex h-10 items-center gap-6 border-b">
          <Skeleton className={row % 3 === 0 ? 'w-2/5' : 'w-1/3'} />
          <Skeleton className="w-20" />
          <Skeleton className="ml-auto w-16" />
        </div>
      ))}
    </div>
  )
}
