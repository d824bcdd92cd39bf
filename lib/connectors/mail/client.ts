import { Readable } from 'node:stream'
import MailComposer from 'nodemailer/lib/mail-composer'
import { parseConnectionUrl } from 'nodemailer/lib/shared'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { AttemptError, retryDefaults } from '#lib/core/index.ts'

export interface OutgoingMail {
  to: string
  subject: string
  text: string
  /** With its angle brackets. */
  messageId: string
}

/** How mails are handed over. `send` answers when the server has taken the mail, and throws AttemptError for all else. */
export interface MailClient {
  send(
    mail: OutgoingMail,
    context: { actionId: string; signal: AbortSignal; requestId?: string | undefined; beforeSend?: (() => void) | undefined },
  ): Promise<{ response: string }>
}

const connectTimeoutMs = 5_000

/** Hands mails over by SMTP, one connection each. `url` is an SMTP_URL, with user and password where the server wants them. */
export function createMailClient({ url, from }: { url: string; from: string }): MailClient {
  const { auth, ...server } = parseConnectionUrl(url)
  const envelopeFrom = /<([^<>]+)>\s*$/.exec(from)?.[1] ?? from
  return {
    async send({ to, subject, text, messageId }, { actionId, signal, requestId, beforeSend }) {
      const message = await new MailComposer({
        from,
        to,
        subject,
        text,
        messageId,
        headers: { 'X-Correlation-Id': actionId, ...(requestId === undefined ? {} : { 'X-Request-Id': requestId }) },
        disableFileAccess: true,
        disableUrlAccess: true,
      })
        .compile()
        .build()
      if (signal.aborted) throw new AttemptError('before_effect', 'There was no time left to hand the mail over.')
      const connection = new SMTPConnection({
        ...server,
        logger: false,
        connectionTimeout: connectTimeoutMs,
        dnsTimeout: connectTimeoutMs,
        greetingTimeout: connectTimeoutMs,
        socketTimeout: retryDefaults.deadlineMs,
      })
      const handed = { data: false }
      const failure = new Promise<never>((_resolve, reject) => {
        connection.on('error', reject)
        connection.on('end', () => reject(new Error('the connection ended')))
        signal.addEventListener('abort', () => reject(new Error('no answer in time')), { once: true })
      })
      // Only the first end counts; one that comes after the answer must not go unheard as an error of the process.
      failure.catch(() => undefined)
      try {
        await Promise.race([failure, once((done) => connection.connect(done))])
        if (auth?.user !== undefined) {
          const credentials = { user: auth.user, pass: auth.pass ?? '' }
          await Promise.race([failure, once((done) => connection.login({ credentials }, done))])
        }
        const refused = Promise.withResolvers<never>()
        const stream = new Readable({
          read() {
            try {
              beforeSend?.()
            } catch (error) {
              // Not a byte more, and no end either: an end would make it an empty mail.
              refused.reject(error)
              return
            }
            // The server has said that it takes the data: from here on it may have the whole mail.
            handed.data = true
            this.push(message)
            this.push(null)
          },
        })
        const info = await Promise.race([
          failure,
          refused.promise,
          once<{ response?: string }>((done) => connection.send({ from: envelopeFrom, to: [to] }, stream, done)),
        ])
        connection.quit()
        return { response: info?.response ?? '' }
      } catch (error) {
        connection.close()
        throw error instanceof AttemptError ? error : classifySmtp(error as SmtpError, handed.data)
      }
    },
  }
}

interface SmtpError extends Error {
  code?: string
  command?: string
  responseCode?: number
  response?: string
}

/** The contract's table, for SMTP. A reply says that the mail was not taken; silence after the data says nothing. */
export function classifySmtp(error: SmtpError, dataBegan: boolean): AttemptError {
  const { responseCode, response = '', command } = error
  const words = response.replace(/\s+/g, ' ').trim().slice(0, 300)
  const seen = {
    request: { method: 'SMTP', path: command ?? '' },
    ...(responseCode === undefined ? {} : { status: responseCode, excerpt: words }),
  }
  const options = { seen, cause: error }
  if (responseCode !== undefined && responseCode >= 500)
    return new AttemptError('refused', `The mail server refused this: ${words}`, options)
  if (responseCode !== undefined && responseCode >= 400) {
    return new AttemptError('before_effect', `The mail server does not take it at the moment: ${words}`, options)
  }
  if (dataBegan) {
    return new AttemptError(
      'unknown',
      'The connection to the mail server broke after the mail was handed over; whether it went out is not known.',
      options,
    )
  }
  // What we composed cannot be sent to any server.
  if (error.code === 'EENVELOPE' || error.code === 'EMESSAGE')
    return new AttemptError('refused', `The mail cannot be sent: ${error.message}`, options)
  if (error.code === 'EAUTH')
    return new AttemptError('refused', 'The mail server does not accept the user and password of SMTP_URL.', options)
  return new AttemptError('before_effect', `The mail server could not be reached: ${error.message}`, options)
}

function once<T>(start: (done: (error?: Error | null, value?: T) => void) => void): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    start((error, value) => {
      if (error) reject(error)
      else resolve(value)
    })
  })
}
