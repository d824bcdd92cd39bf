import { readEnv } from '#lib/platform/env.ts'

const fixedSeed = 20_261_121

/**
 * How often a property is tried. Without TEST_SEED the same sequences come every time, so that a run in CI can be repeated;
 * with one (and TEST_RUNS times as many sequences) others are explored. A failure prints its seed and path. Where sequences are
 * slow, it is only made shorter when TEST_SEED names it.
 */
export function modelRuns(runs: number, { slow = false } = {}): { seed: number; numRuns: number; endOnFailure: boolean } {
  const { TEST_SEED, TEST_RUNS } = readEnv()
  return { seed: TEST_SEED ?? fixedSeed, numRuns: runs * (TEST_RUNS ?? 1), endOnFailure: slow && TEST_SEED === undefined }
}
