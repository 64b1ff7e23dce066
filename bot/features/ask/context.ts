/** What is needed to answer one question. */
import type { Advisor } from '../../analysis/advisor.ts'
import type { Clock, Random } from '../../core/clock.ts'
import type { Context } from '../../core/command.ts'
import type { Store } from '../../store/store.ts'
import type { RunContext } from '../run/run-program.ts'
import type { Settings } from '../settings/settings.ts'
import type { Remembering } from './model/memory.ts'

/** `memory` belongs to this request; `advisor` counts its verdicts for `stats`. */
export type AskContext = Context &
  RunContext &
  Readonly<{
    advisor: Pick<Advisor, 'advise'>
    memory: Remembering
    store: Store
    settings: Settings
    clock: Clock
    random: Random
  }>
