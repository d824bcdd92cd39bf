import { ErrorNotice } from '#components/ui/notice.tsx'
import type { Refusal } from './answered.ts'

/** What was refused; errors of fields that are shown elsewhere (`fields`) are not said twice. */
export function RefusalNotice({ refusal, fields = [] }: { refusal: Refusal | null; fields?: readonly string[] }) {
  if (refusal === null) return null
  const rest = refusal.errors.filter(({ path }) => !fields.includes(path.split('.')[0] ?? ''))
  return (
    <ErrorNotice title={refusal.problem}>
      {rest.length > 0 && (
        <ul>
          {rest.map(({ path, message }) => (
            <li key={`${path} ${message}`}>{path === '' ? message : `${path}: ${message}`}</li>
          ))}
        </ul>
      )}
    </ErrorNotice>
  )
}
