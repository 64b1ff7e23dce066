/** How a run ended, in plain words. */
import type { Limits } from '../../../sandbox/limits.ts'
import type { RunResult } from '../../../sandbox/sandbox.ts'
import { placesNamed } from '../../analysis/places.ts'
import { inlineCode } from '../../lib/text/markdown.ts'
import { count, duration, size } from '../../lib/text/quantities.ts'

/** One sentence of Markdown; null if the program succeeded and its output says enough. */
export function ending(result: RunResult, limits: Limits): string | null {
  switch (result.status) {
    case 'ok':
      return result.output.length > 0 || hasValue(result) ? null : 'It ended without any output.'
    case 'error':
      return failed(result)
    case 'timeout':
      return result.cpuMs >= limits.cpuMs
        ? `Stopped after ${duration(limits.cpuMs)} of computing, the most a program may use.`
        : `Stopped after ${roughly(result.wallMs)}: it hadn't finished on its own.`
    case 'memory':
      return `Stopped: it needed more than ${size(limits.memoryBytes)} of memory.`
    case 'output':
      return `Stopped: it wrote more than ${size(limits.outputEndBytes)}.`
    case 'served':
      return `I sent it ${count(result.visits.length, 'test request')} and then stopped it, as a server runs until it is stopped.`
    case 'signal':
      return `Ended by ${SIGNALS[result.signal ?? ''] ?? `the signal ${inlineCode(result.signal ?? '?')}`}.`
  }
}

/** Rounds to seconds: stopping takes a few milliseconds more than the limit. */
function roughly(wallMs: number): string {
  return duration(wallMs < 5000 ? wallMs : Math.round(wallMs / 1000) * 1000)
}

function hasValue({ trace }: RunResult): boolean {
  return (trace?.value ?? null) !== null
}

/** Names the line; the traceback is in the output. */
function failed({ exitCode, trace }: RunResult): string {
  const error = trace?.error
  if (!error) return `It ended with exit code ${exitCode ?? '?'}.`
  const at = error.line > 0 ? placesNamed(` in line ${error.line}`, trace.files) : ''
  return `It ended with an error${at}: ${inlineCode([error.type, error.message].filter(Boolean).join(': '))}`
}

const SIGNALS: Readonly<Record<string, string>> = {
  SIGSEGV: 'a crash of the interpreter (SIGSEGV)',
  SIGABRT: 'an abort of the interpreter (SIGABRT)',
  SIGFPE: 'an arithmetic fault (SIGFPE)',
  SIGILL: 'an illegal instruction (SIGILL)',
  SIGBUS: 'a memory fault (SIGBUS)',
  SIGKILL: 'SIGKILL: something killed it',
  SIGTERM: 'SIGTERM: something asked it to stop',
  SIGINT: 'SIGINT: something interrupted it',
  SIGXFSZ: 'SIGXFSZ: a file grew too big',
  SIGSYS: 'SIGSYS: it asked the kernel for something that is not allowed here',
}
