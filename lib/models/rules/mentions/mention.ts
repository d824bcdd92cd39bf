/** Something in a text that can fill a field. `start` and `end` are places in that text. */
export type Mention = { start: number; end: number; text: string } & (
  | { kind: 'quoted'; value: string }
  | { kind: 'email'; value: string }
  | { kind: 'money'; amount: string; currency: string }
  | { kind: 'phone'; value: string }
  | { kind: 'date'; day: string; moment: string }
  /** A stretch of time up to now, longer than a day: "this week". Moments; `to` is no longer part of it. */
  | { kind: 'period'; from: string; to: string }
  /** A number or a code; `marked` where a `#` or "no." stands before it. */
  | { kind: 'code'; value: string; marked: boolean }
  | { kind: 'number'; value: string; marked: boolean }
  /** A person's or a thing's name: words with capitals inside a sentence. */
  | { kind: 'name'; value: string }
)
