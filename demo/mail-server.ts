import type { AddressInfo, Socket } from 'node:net'
import { SMTPServer } from 'smtp-server'
import type { Database } from './database.ts'
import type { FaultMode, Faults } from './faults.ts'
import { nameRequest, recordRequest } from './journal.ts'
import { parseMail } from './mail-parser.ts'
import { deliverMail, keyOf } from './mail-store.ts'

const maxBytes = 10 * 1024 * 1024

/** One mail under way on a connection: its fault is drawn when it begins. */
interface Transaction {
  fault: FaultMode | null
  requestId: number
}

export interface MailServer {
  port: number
  close(): Promise<void>
}

/** A mail server that takes every mail for every address and keeps it. No TLS, no sign-in: it listens on this machine only. */
export async function startMailServer(options: {
  db: Database
  faults: Faults
  port: number
  now: () => Date
  slowMs: number
}): Promise<MailServer> {
  const { db, faults, now, slowMs } = options
  const sockets = new Map<string, Socket>()
  const underWay = new Map<string, Transaction>()

  const server = new SMTPServer({
    name: 'mail.acme.test',
    banner: 'Acme demo mail',
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    logger: false,
    size: maxBytes,
    onMailFrom(_address, session, callback) {
      const fault = faults.takeMail()
      const seen = { operation: 'mail.send', key: null, method: 'MAIL', path: 'smtp', idempotencyKey: null, fault }
      underWay.set(session.id, { fault, requestId: recordRequest(db, { at: now().toISOString(), ...seen }) })
      if (fault === '429') callback(smtpError(451, '4.7.1 Too many mails, try again in a moment'))
      else if (fault === 'drop_before') sockets.get(socketName(session))?.destroy()
      else callback()
    },
    onData(stream, session, callback) {
      const { fault, requestId } = underWay.get(session.id) ?? { fault: null, requestId: -1 }
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        underWay.delete(session.id)
        if (stream.sizeExceeded) return callback(smtpError(552, '5.3.4 The mail is too large'))
        const mail = parseMail(Buffer.concat(chunks))
        nameRequest(db, requestId, keyOf(mail))
        if (fault === '500') return callback(smtpError(554, '5.6.0 The mail was refused'))
        if (fault === 'timeout') return
        try {
          const from = session.envelope.mailFrom === false ? '' : session.envelope.mailFrom.address
          deliverMail(db, { ...mail, from, to: session.envelope.rcptTo.map(({ address }) => address), at: now().toISOString() })
        } catch (error) {
          process.stderr.write(`${JSON.stringify({ level: 'error', message: String(error) })}\n`)
          return callback(smtpError(451, '4.3.0 The mail could not be stored'))
        }
        const socket = sockets.get(socketName(session))
        if (fault === 'drop_after') socket?.destroy()
        else if (fault === 'garbage') socket?.end('@@ this is no reply to a mail\r\n')
        else if (fault === 'slow') setTimeout(() => callback(null, 'OK: delivered'), slowMs).unref()
        else callback(null, 'OK: delivered')
      })
    },
    onClose(session) {
      underWay.delete(session.id)
    },
  })

  // Clients cut their connections when they please: that is not this server's error.
  server.on('error', () => {})
  server.server.on('connection', (socket: Socket) => {
    const name = `${socket.remoteAddress}:${socket.remotePort}`
    sockets.set(name, socket)
    socket.on('close', () => sockets.delete(name))
  })

  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject)
    server.listen(options.port, '127.0.0.1', () => {
      server.server.off('error', reject)
      resolve()
    })
  })

  return {
    port: (server.server.address() as AddressInfo).port,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      for (const socket of sockets.values()) socket.destroy()
      await closed
    },
  }
}

function socketName({ remoteAddress, remotePort }: { remoteAddress: string; remotePort: number }): string {
  return `${remoteAddress}:${remotePort}`
}

function smtpError(responseCode: number, message: string): Error & { responseCode: number } {
  return Object.assign(new Error(message), { responseCode })
}
