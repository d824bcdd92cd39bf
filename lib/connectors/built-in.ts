import { AppError, type Operation } from '#lib/core/index.ts'
import { type Platform, perPlatform } from '#lib/platform/index.ts'
import type { ConnectionSettings } from './connection-settings.ts'
import { changePolicy, createCountersignClient } from './countersign/index.ts'
import { createMailClient, sendMail } from './mail/index.ts'

/** A connector written by hand: its operations, one file each, and how their client is made. */
export interface BuiltInConnector {
  title: string
  operations: readonly Operation[]
  open(platform: Platform, settings: ConnectionSettings): unknown
}

/** By the connections' kind. Adding an operation touches its file and this list. */
export const builtInConnectors: Readonly<Record<string, BuiltInConnector>> = {
  countersign: {
    title: 'Countersign',
    operations: [changePolicy] as unknown as readonly Operation[],
    open: (platform) => createCountersignClient(platform),
  },
  mail: {
    title: 'E-mail',
    // Operations of all kinds stand in one list; each is only ever run with its own connector's client.
    operations: [sendMail] as unknown as readonly Operation[],
    open: (platform, { from }) => createMailClient({ url: smtpUrl(platform), from: from ?? 'Countersign <countersign@localhost>' }),
  },
}

/** Kinds that a program which embeds this one brings along, for one platform. */
const broughtAlong = perPlatform((_platform: Platform) => new Map<string, BuiltInConnector>())

/** Adds a connector written by hand; connections of that kind can be made from then on. Say it before anything is asked for. */
export function addConnector(platform: Platform, kind: string, connector: BuiltInConnector): void {
  broughtAlong(platform).set(kind, connector)
}

export function builtInConnector(platform: Platform, kind: string): BuiltInConnector | undefined {
  return Object.hasOwn(builtInConnectors, kind) ? builtInConnectors[kind] : broughtAlong(platform).get(kind)
}

function smtpUrl({ env }: Platform): string {
  if (env.SMTP_URL !== undefined) return env.SMTP_URL
  if (env.DEMO) return `smtp://127.0.0.1:${env.DEMO_PORT + 1}`
  throw new AppError('unavailable', 'No mail server is known: set SMTP_URL and start again.')
}
