/** What a program needed but didn't have: a library, another version of one, arguments. */
import type { RunResult } from '../../../sandbox/sandbox.ts'

/** How a run failed: the error as `Type: message`, the searched part of stderr, and a line of main.py. */
export type Failed = Readonly<{
  error: string
  stderr: string
  line: number | null
  result: RunResult
}>

export type Lack = Readonly<{
  of: 'library' | 'version' | 'arguments'
  /** What happened and what to do about it; without a full stop, safe for chat. */
  sentence: string
  /** Whether the program itself may be correct. */
  surroundings: boolean
}>
