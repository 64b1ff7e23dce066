/** The `Reader` that the tutor uses. */
import type { Reader } from '../core/reader.ts'
import { FENCE } from './fences.ts'
import { beside, read } from './read.ts'

export const reader: Reader = { read, beside, hasFence: (text) => FENCE.test(text) }
