/** What members do with Overlap and what must come of it, the same on every platform. */
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { admins } from './acts/admins.ts'
import { asking } from './acts/asking.ts'
import { closing } from './acts/closing.ts'
import { learning } from './acts/learning.ts'
import { privacy } from './acts/privacy.ts'
import { running } from './acts/running.ts'
import { tips } from './acts/tips.ts'
import { together } from './acts/together.ts'
import { untrusted } from './acts/untrusted.ts'
import { usage } from './acts/usage.ts'
import type { Member, Stage } from './stage.ts'

export function scenarios(open: () => Promise<Stage>): void {
  let stage: Stage
  let ada: Member
  let bob: Member
  beforeAll(async () => {
    stage = await open()
    ;[ada, bob] = await Promise.all([stage.member('Ada'), stage.member('Bob')])
  })
  // Nobody is told that it was a lot in a short time.
  afterEach(() => stage.advance(60_000))
  afterAll(async () => {
    await stage.close()
    expect(stage.bugs).toEqual([])
  })
  const cast = () => ({ stage, ada, bob })
  running(cast)
  learning(cast)
  together(cast)
  asking(cast)
  usage(cast)
  untrusted(cast)
  admins(cast)
  tips(cast)
  privacy(cast)
  closing(cast)
}
