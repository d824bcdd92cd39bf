import { z } from 'zod'
import { AppError } from '#lib/core/index.ts'
import { sealedSecrets } from './secrets-box.ts'

/** Raised when a backup of this version could be misread by the one before. */
export const formatVersion = 1

/** The archive's first member: what it is, and what has to be known before anything of it is read. */
export const manifestSchema = z.object({
  format: z.literal('countersign-backup'),
  version: z.int().positive(),
  /** The moment of the snapshot, by the database's clock; never later than it. */
  madeAt: z.iso.datetime(),
  /** Version of the code that wrote it, for people. */
  code: z.string(),
  /** The migrations that had made the tables, oldest first. */
  migrations: z.array(z.string().regex(/^\w+$/)).min(1),
  /** The public half of the key that signs the audit log, as C2SP tools take it. */
  auditKey: z.string(),
  /** Null: the secrets were not asked for. */
  secrets: sealedSecrets.nullable(),
})
export type Manifest = z.infer<typeof manifestSchema>

/** A table as it stands in the archive: its parts, one after the other, are PostgreSQL's COPY text of these columns. */
export const tableSchema = z.object({ name: z.string(), columns: z.array(z.string()).min(1), rows: z.int().min(0) })
export type DumpedTable = z.infer<typeof tableSchema>

/** The last member but the seal: what the archive holds. */
export const contentsSchema = z.object({
  tables: z.array(tableSchema),
  members: z.array(z.object({ name: z.string(), bytes: z.int().min(0), sha256: z.string().length(64) })),
})
export type Contents = z.infer<typeof contentsSchema>

export const manifestName = 'manifest.json'
export const contentsName = 'contents.json'

/** Throws AppError 'invalid' for what is not ours or was written by newer code. */
export function readManifest(text: string): Manifest {
  const json = parse(text)
  const version = z.object({ format: z.literal('countersign-backup'), version: z.int() }).safeParse(json)
  if (!version.success) throw new AppError('invalid', 'This file is not a backup of this program.')
  if (version.data.version > formatVersion) {
    throw new AppError(
      'invalid',
      `This backup was written by newer code (its format is ${version.data.version}, known is ${formatVersion}). Update first.`,
    )
  }
  const manifest = manifestSchema.safeParse(json)
  if (!manifest.success) throw new AppError('invalid', 'The manifest of this backup says something that it cannot mean.')
  return manifest.data
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
