/** The challenge that a person is working on: the tutor gives hints for it, not solutions. */

import type { Catalogue, Challenge } from '../../../lessons/lessons.ts'
import { SandboxError } from '../../../sandbox/sandbox.ts'
import { mark } from '../challenge/marking.ts'
import type { AskContext } from './context.ts'

/** The unsolved challenge that the person tried last; null if there is none. */
export async function openChallenge(
  { lessons }: Catalogue,
  { store, request: { person } }: Pick<AskContext, 'store' | 'request'>,
): Promise<Challenge | null> {
  const results = await store.challenges.of(person)
  const open = results.find(({ passedAt }) => passedAt === null)
  return lessons.find(({ slug }) => slug === open?.challenge)?.exercise ?? null
}

/**
 * Checks whether code passes the challenge. Code without a function of the starter can't; if the sandbox fails, it
 * might.
 */
export function solves(
  challenge: Challenge | null,
  { sandbox, request: { signal } }: Pick<AskContext, 'sandbox' | 'request'>,
): (code: string) => Promise<boolean> {
  if (!challenge) return async () => false
  const names = functionsOf(challenge.starter)
  return async (code) => {
    if (!functionsOf(code).some((name) => names.includes(name))) return false
    try {
      return (await mark(challenge, code, sandbox, { signal })).passed
    } catch (error) {
      if (error instanceof SandboxError) return true
      throw error
    }
  }
}

function functionsOf(code: string): readonly string[] {
  return [...code.matchAll(/\b(?:def|class)\s+(\w+)/g)].flatMap(([, name]) => name ?? [])
}
