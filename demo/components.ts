import { commerceSchemas } from './commerce/schemas.ts'
import { crmSchemas } from './crm/schemas.ts'
import { helpdeskSchemas } from './helpdesk/schemas.ts'
import type { JsonSchema } from './route.ts'
import { money, problemSchema } from './schemas.ts'

export const componentSchemas: Readonly<Record<string, JsonSchema>> = {
  Money: money,
  Problem: problemSchema,
  ...commerceSchemas,
  ...helpdeskSchemas,
  ...crmSchemas,
}
