import type { ButtonSize } from '#components/ui/button.tsx'
import { type Pause, pausedWords } from '#lib/actions/index.ts'
import { PauseConnectionButton, ResumeButton } from './pause-buttons.tsx'

interface PauseOrResumeProps {
  connection: { name: string; title: string }
  /** The pause of this connection that stands. */
  pause: Pause | undefined
  size?: ButtonSize
}

/** Holds the connection's actions, or lets them go on. */
export function PauseOrResume({ connection: { name, title }, pause, size = 'normal' }: PauseOrResumeProps) {
  if (pause !== undefined) return <ResumeButton id={pause.id} what={pausedWords(pause)} size={size} />
  return <PauseConnectionButton name={name} title={title} size={size} />
}
