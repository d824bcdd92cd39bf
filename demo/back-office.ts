import type { AddressInfo } from 'node:net'
import { createBreakDoors } from './break/break-doors.ts'
import { seedData } from './data/seed.ts'
import { openDatabase } from './database.ts'
import { backOfficeDocument } from './document.ts'
import { createFaults } from './faults.ts'
import { createHttpServer } from './http-server.ts'
import { startMailServer } from './mail-server.ts'
import { routes } from './routes.ts'

export interface BackOfficeOptions {
  /** 0: any free port. */
  port: number
  smtpPort: number
  databaseFile: string
  now?: () => Date
  /** How long a `slow` answer takes: 5 s. */
  slowMs?: number
  /** Where Countersign is, for links. */
  appUrl?: string | null
  /** Kills Countersign's worker; answers its process number. */
  killWorker?: (() => Promise<number | null>) | null
}

export interface BackOffice {
  url: string
  smtpUrl: string
  close(): Promise<void>
}

/** Starts Acme's systems: HTTP and SMTP on 127.0.0.1. Everything that they know is in the file; a new one is seeded. */
export async function startBackOffice({
  port,
  smtpPort,
  databaseFile,
  now = () => new Date(),
  slowMs = 5000,
  appUrl = null,
  killWorker = null,
}: BackOfficeOptions): Promise<BackOffice> {
  const db = openDatabase(databaseFile, seedData)
  const faults = createFaults()
  let url = ''
  const breakDoors = createBreakDoors({ db, faults, now, appUrl, killWorker })
  const http = createHttpServer({ db, routes, faults, document: () => backOfficeDocument(url), breakDoors, now, slowMs })
  const closeHttp = () =>
    new Promise<void>((resolve) => {
      http.close(() => resolve())
      http.closeAllConnections()
    })
  try {
    await new Promise<void>((resolve, reject) => http.once('error', reject).listen(port, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
    const mail = await startMailServer({ db, faults, port: smtpPort, now, slowMs })
    return {
      url,
      smtpUrl: `smtp://127.0.0.1:${mail.port}`,
      async close() {
        await Promise.all([closeHttp(), mail.close()])
        db.close()
      },
    }
  } catch (error) {
    if (http.listening) await closeHttp()
    db.close()
    throw error
  }
}
