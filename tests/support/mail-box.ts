import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { cleanUp } from './clean-up.ts'

export interface MailBox {
  /** For NOTIFY_SMTP_URL. */
  url: string
  /** What arrived and was not taken yet, as text. */
  received: { to: string; text: string }[]
  /** While set, the server takes nothing: 451 to every sender. */
  away: boolean
}

/** A real mail server that keeps what it is handed; closed when the test or file ends. */
export async function openMailBox(): Promise<MailBox> {
  const box: MailBox = { url: '', received: [], away: false }
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    closeTimeout: 50,
    onMailFrom: (_address, _session, done) => done(box.away ? Object.assign(new Error('try later'), { responseCode: 451 }) : null),
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map(({ address }) => address).join()
        box.received.push({ to, text: decoded(Buffer.concat(chunks).toString()) })
        done()
      })
    },
  })
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  cleanUp(() => new Promise<void>((resolve) => server.close(() => resolve())))
  box.url = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`
  return box
}

/** Quoted-printable as a reader sees it. */
function decoded(raw: string): string {
  const whole = raw.replaceAll(/=\r\n/g, '')
  const text = whole.replaceAll(/(?:=[0-9A-F]{2})+/g, (run) => Buffer.from(run.replaceAll('=', ''), 'hex').toString())
  return text.replaceAll('\r\n', '\n')
}
