/** Dependencies of scheduled tips. */
import type { Catalogue } from '../../../lessons/lessons.ts'
import type { Clock, Random } from '../../core/clock.ts'
import type { Platforms } from '../../core/platform.ts'
import type { Store } from '../../store/store.ts'
import type { Settings } from '../settings/settings.ts'

export type TipsDeps = Readonly<{
  catalogue: Catalogue
  store: Store
  platforms: Platforms
  settings: Settings
  clock: Clock
  random: Random
}>
