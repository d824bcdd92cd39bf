export { changePolicy } from './change-policy.ts'
export { createCountersignClient } from './client.ts'
