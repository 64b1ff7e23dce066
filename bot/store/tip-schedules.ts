/** A schedule of tips, as its readers know it. */
import type { Channel, NamedPerson } from '../core/keys.ts'

/** Why nothing is posted: an admin wished it, or `closed` the channel, `rights` those of whoever set it. */
export type Pause = 'asked' | 'closed' | 'rights'

/** What may change of a schedule. */
export type Course = Readonly<{
  /** A JSON value that its readers check. */
  plan: unknown
  paused: Pause | null
  /** Of a pause with an end, epoch ms: the first occurrence may be then. */
  resumesAt: number | null
  /** Epoch ms; null while it is paused without an end, or when nothing follows. */
  nextAt: number | null
}>

export type Schedule = Course &
  Readonly<{
    schedule: string
    /** As people call it; another one may have it once this has ended. */
    number: number
    place: Channel
    /** Who answers for it; null once their data was deleted. */
    by: NamedPerson | null
    setAt: number
  }>
