import { Lock } from 'lucide-react'
import { ButtonLink } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'

/** Instead of a page that the caller's roles do not reach; the same words whatever is behind it. */
export function NotForYou() {
  return (
    <EmptyState icon={Lock} title="This page is not for you" action={<ButtonLink href="/chat">Back to your chat</ButtonLink>}>
      Your roles do not reach it. Ask an admin if you think that they should.
    </EmptyState>
  )
}
