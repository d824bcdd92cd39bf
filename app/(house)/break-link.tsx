import { isLoopback } from '#lib/platform/env.ts'
import { getPlatform } from '#lib/platform/index.ts'

/** To the page where the demo's own systems can be made to fail; nothing outside the demo. */
export function BreakLink() {
  const { DEMO, DEMO_PORT, PUBLIC_URL } = getPlatform().env
  // That page is for this machine only: from elsewhere the link would lead nowhere.
  if (!DEMO || !isLoopback(new URL(PUBLIC_URL).hostname)) return null
  return (
    <p className="text-ink-2">
      This is a demo, and its systems may fail.{' '}
      <a href={`http://127.0.0.1:${DEMO_PORT}/break`} target="_blank" rel="noreferrer" className="quiet-link">
        Break it yourself
      </a>
      , and watch it happen once all the same.
    </p>
  )
}
