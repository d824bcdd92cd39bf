import { z } from 'zod'

/** A team's name as rules, people and connections write it: fixed once it is made. */
export const teamName = z
  .string()
  .max(31, 'at most 31 characters')
  .regex(/^[a-z][a-z0-9_]*$/, 'the name of a team: small letters, digits and _, beginning with a letter')
