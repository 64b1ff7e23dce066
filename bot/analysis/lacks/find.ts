/** Finds what a program needed and did not have, where the error alone tells. */
import { missingArguments } from './arguments.ts'
import type { Failed, Lack } from './lack.ts'
import { missingLibrary } from './library.ts'
import { otherVersion } from './version.ts'

/** Null where nothing of this kind was lacking. */
export function lackOf(failed: Failed): Lack | null {
  return missingLibrary(failed) ?? otherVersion(failed) ?? missingArguments(failed)
}
