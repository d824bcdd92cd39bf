import { z } from 'zod'
import { version } from '../../version.ts'
import { route } from '../_door/index.ts'
import { openApiDocument } from '../_door/open-api.ts'
import { listDoors } from '../_door/registry.ts'

export const dynamic = 'force-dynamic'

export const GET = route(
  { summary: 'This document', permission: 'anyone', answer: z.looseObject({ openapi: z.string() }) },
  ({ platform }) => openApiDocument(listDoors(), { version, serverUrl: platform.env.PUBLIC_URL }),
)
