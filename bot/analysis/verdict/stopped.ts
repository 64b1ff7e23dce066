/** Words a run that stopped because something was missing: first what was missing, then what its source says. */
import type { Failure } from '../errors.ts'
import type { Decision } from './case.ts'

/** The source alone never proves that there is nothing to gain, so such a verdict is left out. */
export function stoppedHeadline({ sentence }: Failure, { verdict, headline }: Decision): string {
  if (verdict === 'sequential')
    return `${sentence}. Its source alone doesn't show what would make it faster.`
  if (headline.startsWith('By its source')) return `${sentence}. ${headline}`
  return `${sentence}. From its source: ${lowerFirst(headline)}`
}

/** Names and abbreviations keep their capitals. */
function lowerFirst(text: string): string {
  return /^[A-Z][a-z]* /.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text
}
