import { z } from 'zod'
import { version } from '../../version.ts'
import { type Door, route } from '../_door/index.ts'
import { openApiDocument } from '../_door/open-api.ts'
import { listDoors } from '../_door/registry.ts'

export const dynamic = 'force-dynamic'

export const GET: Door = route(
  { summary: 'This document', permission: 'anyone', answer: z.looseObject({ openapi: z.string() }) },
  ({ platform }) =>
    openApiDocument([{ method: 'GET', path: '/openapi.json', door: GET.door }, ...listDoors()], {
      version,
      serverUrl: platform.env.PUBLIC_URL,
    }),
)
