import { readFile } from 'node:fs/promises'
import type { LanguageModelV4FunctionTool } from '@ai-sdk/provider'
import { asSchema } from 'ai'
import { backOfficeDocument } from '#demo/document.ts'
import type { ConnectedOperation } from '#lib/connectors/index.ts'
import { sendMail } from '#lib/connectors/mail/index.ts'
import { makeOperation, readDocument } from '#lib/connectors/openapi/index.ts'
import type { Operation } from '#lib/core/index.ts'
import { operationTools } from '#lib/faces/index.ts'

/** The tools of the demo's four connections, as a turn offers them. */
export async function demoTools(): Promise<LanguageModelV4FunctionTool[]> {
  const document = backOfficeDocument('http://127.0.0.1:3010')
  const connected = await Promise.all(['commerce', 'helpdesk', 'crm'].map((name) => connect(document, name, [name])))
  return toolsFor([...connected.flat(), connectedOperation(sendMail as Operation, 'mail')])
}

/** The tools of the API that was made up for the tests. */
export async function gardenTools(): Promise<LanguageModelV4FunctionTool[]> {
  return toolsFor(await connect(await readFile(new URL('../fixtures/garden-openapi.yaml', import.meta.url), 'utf8'), 'garden'))
}

async function connect(document: string | object, name: string, tags?: readonly string[]): Promise<ConnectedOperation[]> {
  const { operations } = await readDocument(document, { tags })
  return operations.map((declaration) => connectedOperation(makeOperation(declaration, { name, title: name }) as Operation, name))
}

function connectedOperation(operation: Operation, name: string): ConnectedOperation {
  const connection = { id: name, name, title: name, kind: 'openapi', environment: 'test', revision: 1, enabled: true, settings: {} }
  return { operation, connection: connection as unknown as ConnectedOperation['connection'], confirmed: true, enabled: true }
}

async function toolsFor(connected: readonly ConnectedOperation[]): Promise<LanguageModelV4FunctionTool[]> {
  return Promise.all(
    [...operationTools(connected).values()].map(async ({ name, tool }) => ({
      type: 'function' as const,
      name,
      description: typeof tool.description === 'string' ? tool.description : '',
      inputSchema: await asSchema(tool.inputSchema).jsonSchema,
      ...(tool.providerOptions === undefined ? {} : { providerOptions: tool.providerOptions }),
    })),
  )
}
