/**
 * Our name for one attempt of an action, the same from before it is sent to its end: what the other side finds in its own logs, and what
 * an attempt keeps that nobody saw the end of.
 */
export function requestIdOf({ id, fence }: { id: string; fence: number }): string {
  return `${id}-${fence}`
}
