/** Time as a parameter: `now` is the wall, `monotonic` (milliseconds) never jumps. */
export interface Clock {
  now(): Date
  monotonic(): number
}

export const systemClock: Clock = {
  now: () => new Date(),
  monotonic: () => performance.now(),
}
