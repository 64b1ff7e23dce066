/** Plans how to run and visit a server: where test requests go, and what starts it. */
import type { Job, SourceFile } from '../../sandbox/sandbox.ts'
import { sourcesOf } from '../lib/source-texts.ts'
import { offThread } from '../lib/workers/workers.ts'
import type { VisitPlan } from './facts/starts.ts'
import { code as inCode } from './wording.ts'

const call = offThread<typeof import('./advise.task.ts')>(
  new URL('./advise.task.ts', import.meta.url),
)

/** Programs without any of these words, which are most, aren't parsed an extra time. */
const SERVES =
  /serve|listen|accept|run_app|TCPSite|uvicorn|waitress|hypercorn|app\.run|FastAPI|Starlette|Quart|Flask|Application/
const NONE: VisitPlan = { routes: [], start: null }

/** Returns the code to run, the routes to visit, and a sentence on what was added to start it. */
export async function planVisits(
  code: string,
  files: readonly SourceFile[] = [],
): Promise<Required<Pick<Job, 'code' | 'visits'>> & Readonly<{ note: string | null }>> {
  // A program that can't be analysed runs without visits; the advisor says why.
  const plan = SERVES.test(code)
    ? await call('planFor', code, sourcesOf(files)).catch(() => NONE)
    : NONE
  const { routes, start } = plan
  if (start === null) return { code, visits: routes, note: null }
  const note = `It doesn't start a server itself, so I ran it with ${inCode(start.as)}.`
  return { code: code + start.code, visits: routes, note }
}
