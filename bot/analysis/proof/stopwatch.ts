/** A program whose clock readings are delayed more and more: what its output owes to the clock shows in a second run. */
import type { SourceFile } from '../../../sandbox/sandbox.ts'
import type { Facts } from '../facts/facts.ts'
import { edited } from './rewrite/edits.ts'

const READS_CLOCK =
  /(^|\.)(time|perf_counter|monotonic|process_time|thread_time)(_ns)?$|(^|\.)(default_timer|timeit|utcnow|now)$/

/** Null where it reads no clock. */
export function withDelayedClock({ source, calls }: Facts): string | null {
  const readings = calls.filter(
    ({ name, node }) => READS_CLOCK.test(name) && !node.text.includes('\n'),
  )
  if (readings.length === 0) return null
  return edited(
    source,
    readings.flatMap(({ node: { start, text } }) => [
      { start, end: start, text: "__import__('overlap_late').late(" },
      { start: start + text.length, end: start + text.length, text: ')' },
    ]),
  )
}

/** Every two readings are further apart than they were, and no two of these delays are alike. */
const LATE = `import datetime

_reads = 0


def late(now):
    global _reads
    _reads += 1
    delay = 0.137 * _reads * (_reads + 1)
    if isinstance(now, datetime.datetime):
        return now + datetime.timedelta(seconds=delay)
    if isinstance(now, float):
        return now + delay
    return now + int(delay * 1e9) if isinstance(now, int) else now
`

export const DELAYED_CLOCK: SourceFile = {
  name: 'overlap_late.py',
  content: new TextEncoder().encode(LATE),
}
