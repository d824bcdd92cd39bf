export { answer } from './answers.ts'
export { route } from './door.ts'
export type { Door, DoorContext, DoorOptions, Permission } from './door-types.ts'
export { listAnswer, listQuery, uuid } from './list-query.ts'
