import { z } from 'zod'
import { teamName } from '#lib/core/index.ts'
import { setTeamMembers } from '#lib/people/index.ts'
import { route, uuid } from '../../../_door/index.ts'
import { teamViewSchema } from '../../team-view.ts'

export const PUT = route(
  {
    summary: 'Say who belongs to a team: these people, and nobody else',
    permission: 'team.manage',
    params: z.object({ name: teamName }),
    body: z.strictObject({ members: z.array(uuid).max(1_000) }),
    answer: teamViewSchema,
  },
  ({ platform, params: { name }, body: { members }, caller, traceId }) =>
    setTeamMembers(platform, { name, personIds: members, actor: { kind: 'person', id: caller.personId }, traceId }),
)
