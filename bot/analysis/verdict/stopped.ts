/** What is said first of a run that stopped for want of something: what it lacked, then what its source says. */
import type { Failure } from '../errors.ts'
import type { Decision } from './case.ts'

/** Source alone never proves that nothing is to be gained, so a verdict that says so is left out. */
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
