'use client'

import { PolicyEditor } from '#components/admin/policy-editor.tsx'

/** The policy as text, for those who only read. */
export function PolicyReader({ version, text }: { version: number; text: string }) {
  return <PolicyEditor label={`Rules and tests, version ${version}`} value={text} onValue={() => undefined} errors={[]} readOnly />
}
