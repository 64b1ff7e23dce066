/** What the routes of the page's server depend on. */
import type { Clock } from '../../bot/core/clock.ts'
import type { Log } from '../../bot/core/log.ts'
import type { Tutor } from '../../bot/core/tutor.ts'
import type { Access } from './access.ts'
import type { DeskOptions } from './admin/desk.ts'
import type { Admins } from './admins.ts'
import type { Proxies } from './client.ts'
import type { Probes } from './probes.ts'
import type { Rooms } from './rooms.ts'

export type AppDeps = Readonly<{
  tutor: Tutor
  rooms: Rooms
  /** The page may only be opened under the names of this machine. */
  loopback: boolean
  proxy: Proxies
  admins: Admins
  access: Access
  log: Log
  clock: Clock
  newId: () => string
  closing: AbortSignal
  probes: Probes | undefined
  desk: DeskOptions | undefined
}>
