/** For tests that are not about rates. */
import type { Rates } from '../../bot/core/rates.ts'

export const FREE: Rates = { take: async () => 0 }
