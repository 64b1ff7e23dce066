/** The challenge that a person has tried and not solved: for that there are hints, and no solutions. */

import type { Catalogue, Challenge } from '../../../lessons/lessons.ts'
import { SandboxError } from '../../../sandbox/sandbox.ts'
import { mark } from '../challenge/marking.ts'
import type { AskContext } from './context.ts'

/** The one tried last; null when there is none. */
export async function openChallenge(
  { lessons }: Catalogue,
  { store, request: { person } }: Pick<AskContext, 'store' | 'request'>,
): Promise<Challenge | null> {
  const results = await store.challenges.of(person)
  const open = results.find(({ passedAt }) => passedAt === null)
  return lessons.find(({ slug }) => slug === open?.challenge)?.exercise ?? null
}

/** Whether code passes the challenge, or may; only what has a function of its starter could. */
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
