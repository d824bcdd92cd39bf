/** A list of texts as JSON.stringify writes it. A line break is never inside a text; one with a quote in it does not fit, and stays so. */
const listOfTexts = /\[\n\s*("[^"\n]*"(?:,\n\s*"[^"\n]*")*)\n\s*\]/g

/** A policy as the editor shows it: lists of texts on one line, as a person would write them. */
export function policyText({ rules, tests }: { rules: readonly unknown[]; tests: readonly unknown[] }): string {
  const text = JSON.stringify({ rules, tests }, null, 2)
  return `${text.replace(listOfTexts, (_all, items: string) => `[${items.replace(/,\n\s*/g, ', ')}]`)}\n`
}
