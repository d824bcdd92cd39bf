import { afterAll, onTestFinished, TestRunner } from 'vitest'

/** Runs `work` when the current test ends, or after the whole file when called outside a test. */
export function cleanUp(work: () => Promise<void>): void {
  if (TestRunner.getCurrentTest() === undefined) afterAll(work)
  else onTestFinished(work)
}
