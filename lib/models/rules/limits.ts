/** Where the rules model stops reading, so that no text, schema or result can keep it busy. */
export const limits = {
  /** Characters of one message that are read for requests. */
  text: 6_000,
  /** Requests taken from one message. */
  requests: 8,
  /** Tools ranked in one call. */
  tools: 128,
  /** Steps down into a schema or a result. */
  depth: 6,
  /** Fields read from one input schema. */
  fields: 80,
  /** Values walked through in one result. */
  nodes: 4_000,
  /** Tool calls in one turn, after which the model answers with what it has. */
  callsInTurn: 24,
  /** Items of a list that an answer shows. */
  listed: 10,
  /** Characters of other people's text that an answer quotes. */
  quoted: 1_200,
} as const
