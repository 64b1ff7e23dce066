/** How a server is run and visited: where test requests go, and what starts it. */
import type { Job, SourceFile } from '../../sandbox/sandbox.ts'
import { sourcesOf } from '../lib/source-texts.ts'
import { offThread } from '../lib/workers/workers.ts'
import type { VisitPlan } from './facts/starts.ts'
import { code as inCode } from './wording.ts'

const call = offThread<typeof import('./advise.task.ts')>(
  new URL('./advise.task.ts', import.meta.url),
)

/** Most programs have none of these words, and are not parsed once more. */
const SERVES =
  /serve|listen|accept|run_app|TCPSite|uvicorn|waitress|hypercorn|app\.run|FastAPI|Starlette|Quart|Flask|Application/
const NONE: VisitPlan = { routes: [], start: null }

/** What to run for a program, where to visit it, and a sentence on what was added to start it. */
export async function planVisits(
  code: string,
  files: readonly SourceFile[] = [],
): Promise<Required<Pick<Job, 'code' | 'visits'>> & Readonly<{ note: string | null }>> {
  // What cannot be analysed runs without visits; why it can't, the advisor says.
  const plan = SERVES.test(code)
    ? await call('planFor', code, sourcesOf(files)).catch(() => NONE)
    : NONE
  const { routes, start } = plan
  if (start === null) return { code, visits: routes, note: null }
  const note = `It doesn't start a server itself, so I ran it with ${inCode(start.as)}.`
  return { code: code + start.code, visits: routes, note }
}
