/** The types of tip schedules. */
import type { Channel, NamedPerson } from '../core/keys.ts'

/** Why a schedule is paused: an admin did it, the channel is `closed`, or its owner lost their `rights`. */
export type Pause = 'asked' | 'closed' | 'rights'

/** The part of a schedule that changes. */
export type Course = Readonly<{
  /** A JSON value, validated by its readers. */
  plan: unknown
  paused: Pause | null
  /** End of a pause, epoch ms; the first occurrence may be then. */
  resumesAt: number | null
  /** The next occurrence, epoch ms; null while paused without an end, or when there is none. */
  nextAt: number | null
}>

export type Schedule = Course &
  Readonly<{
    schedule: string
    /** The number people use; it may be reused after the schedule has ended. */
    number: number
    place: Channel
    /** The person responsible; null after their data was deleted. */
    by: NamedPerson | null
    setAt: number
  }>
