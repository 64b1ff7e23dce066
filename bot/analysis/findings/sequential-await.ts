import { linesOf, type Site, sitesOf } from '../facts/sites.ts'
import type { FindingRule, Program, Sighting } from '../program.ts'
import { duration, lines, times } from '../wording.ts'

const WORTH_MS = 200

/** Awaits that run one after another although they are independent. */
export const sequentialAwait: FindingRule = {
  name: 'sequential-await',
  severity: 'warning',
  docs: 'library/asyncio-task.html#task-groups',
  find(program) {
    return sitesOf(program.facts)
      .filter((site) => site.kind === 'awaited' && !site.dependent && !site.inWorker)
      .map((site) => sight(site, program))
  },
}

function sight(site: Site, { measures }: Program): Sighting {
  const where = lines(site.calls.map((call) => call.line))
  const fan = site.fan === null ? 'The waits' : times(site.fan, 'wait')
  let waitMs = 0
  if (measures) for (const line of linesOf(site)) waitMs += measures.awaits(line).waitMs
  if (!measures || waitMs === 0) {
    return {
      line: site.line,
      message: `${fan} at ${where} run one after another; start them together with asyncio.TaskGroup or gather.`,
    }
  }
  return {
    line: site.line,
    ...(waitMs < WORTH_MS ? { severity: 'hint' as const } : {}),
    message: `${fan} at ${where} ran one after another (${duration(waitMs)}); started together with asyncio.TaskGroup or gather they take as long as the longest.`,
  }
}
