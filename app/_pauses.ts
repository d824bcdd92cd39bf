import { cache } from 'react'
import { standingPauses } from '#lib/actions/index.ts'
import { getPlatform } from '#lib/platform/index.ts'

/** What is paused, asked of the database once per request: the frame and the page in it say the same. */
export const pausesNow = cache(() => standingPauses(getPlatform()))
