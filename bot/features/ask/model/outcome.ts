/** The outcome of a run, described for a model. */
import type { RunResult } from '../../../../sandbox/sandbox.ts'
import type { Advice } from '../../../analysis/advice.ts'
import { duration } from '../../../lib/text/quantities.ts'
import { visible } from '../../../lib/text/visible.ts'
import { cut } from './prompt.ts'

const OUTPUT_CHARACTERS = 3000

/** Describes a run and the advice on it in plain text for the model; output is cut to 3,000 characters. */
export function outcomeText(result: RunResult | null, advice: Advice | null): string {
  return [
    ...(result
      ? [
          `It ended with status ${result.status} after ${duration(result.wallMs)}, ${duration(result.cpuMs)} of it computing.`,
          `Output:\n${cut(outputOf(result), OUTPUT_CHARACTERS) || '(none)'}`,
        ]
      : ['It was not run.']),
    ...(advice
      ? [
          `Verdict: ${advice.verdict}. ${advice.headline}`,
          ...advice.evidence,
          ...advice.findings.map(({ line, message }) => `Line ${line ?? '?'}: ${message}`),
          ...(advice.change ? [`The smallest change:\n${advice.change}`] : []),
          ...(advice.prediction ? [`Expected: ${advice.prediction}`] : []),
        ]
      : []),
  ].join('\n')
}

function outputOf({ output }: RunResult): string {
  return visible(output.map(({ text }) => text).join('')).trim()
}

/** Search terms from a run's outcome, for questions such as “why?” that say too little by themselves. */
export function shownBy(result: RunResult | null, advice: Advice | null): string {
  const error = result?.trace?.error
  return [
    error ? `${error.type}: ${error.message}` : '',
    advice?.headline ?? '',
    ...(advice?.findings.map(({ name }) => name.replaceAll('-', ' ')) ?? []),
  ].join('\n')
}
