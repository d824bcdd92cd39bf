import type { OperationContext } from '#lib/core/index.ts'
import { ExpressionError } from '#lib/platform/expression.ts'
import { buildRequest } from './build-request.ts'
import type { HttpClient } from './client.ts'
import type { ReadTemplate } from './declaration.ts'
import { expression } from './template.ts'

/** The input of another operation from this one's values; a member whose expression has no value (a key that is not there) is left out. */
export function evaluateInput(
  input: Readonly<Record<string, string>>,
  names: readonly string[],
  values: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const members = Object.entries(input).flatMap(([field, text]): [string, unknown][] => {
    try {
      return [[field, expression(text, names)(values)]]
    } catch (error) {
      if (error instanceof ExpressionError) return []
      throw error
    }
  })
  return Object.fromEntries(members)
}

/** What a read of the same system answers. Throws AttemptError. */
export async function readThrough(read: ReadTemplate, input: unknown, context: OperationContext<HttpClient>): Promise<unknown> {
  const { client, actionId, signal } = context
  const { value } = await client.send(buildRequest(read.request, input), { actionId, signal })
  return value
}
