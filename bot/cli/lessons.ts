/**
 * `overlap lessons check`: reads every lesson and the FAQ, runs all code that can run, and reports each problem with
 * its place.
 */
import { availableParallelism } from 'node:os'
import { loadFaq } from '../../lessons/faq.ts'
import {
  type Catalogue,
  InvalidLessonsError,
  type Lesson,
  loadLessons,
  type Problem,
} from '../../lessons/lessons.ts'
import { startSandbox } from '../../sandbox/pool/pool.ts'
import { createAdvisor } from '../analysis/advisor.ts'
import type { Config } from '../config.ts'
import { count } from '../lib/text/quantities.ts'
import { closeWorkers } from '../lib/workers/workers.ts'
import { EXIT, Refusal, withoutJail } from './exit.ts'
import { checkTrials } from './lessons/check.ts'
import { countsOf } from './lessons/counts.ts'
import { faqCounts, faqTrials } from './lessons/faq.ts'
import { type Trial, trialsOf } from './lessons/trials.ts'
import type { Terminal } from './terminal.ts'

/** Concurrent runs per core: more would distort the times that the lessons state. */
const RUNS_PER_CORE = 2

/**
 * Checks the lessons named, or all, and returns 1 if there are problems.
 *
 * @throws {Refusal} when the usage is wrong, a lesson is unknown, or this machine has no sandbox.
 */
export async function lessons(
  args: readonly string[],
  config: Config,
  terminal: Terminal,
): Promise<number> {
  const [action, ...wanted] = args
  if (action !== 'check') throw new Refusal(EXIT.usage, USAGE)
  try {
    const catalogue = await loadLessons()
    const lessons = only(wanted, catalogue)
    const faq = await loadFaq(catalogue)
    for (const line of [...countsOf(catalogue), ...faqCounts(faq)]) terminal.out(`${line}\n`)
    const trials = [...trialsOf(catalogue, lessons), ...faqTrials(faq, lessons)]
    return conclude(await runAll(trials, config, terminal), terminal)
  } catch (error) {
    if (error instanceof InvalidLessonsError) return conclude(error.problems, terminal)
    throw error
  }
}

const USAGE = 'Usage: overlap lessons check [LESSON…]'

/** The lessons with these numbers or slugs, or all of them. */
function only(wanted: readonly string[], { lessons }: Catalogue): readonly Lesson[] {
  const named = (name: string) =>
    lessons.filter(({ number, slug }) => name === slug || name === String(number))
  const unknown = wanted.find((name) => named(name).length === 0)
  if (unknown !== undefined) throw new Refusal(EXIT.usage, `No lesson ${unknown}. ${USAGE}`)
  return wanted.length === 0 ? lessons : wanted.flatMap(named)
}

async function runAll(trials: readonly Trial[], config: Config, terminal: Terminal) {
  const sandbox = await startSandbox(config).catch(withoutJail)
  const advisor = await createAdvisor()
  const problems: Problem[] = []
  let done = 0
  try {
    const width = RUNS_PER_CORE * availableParallelism()
    for await (const found of checkTrials(trials, { sandbox, advisor }, width)) {
      problems.push(...found)
      done += 1
      terminal.status(`${done} tried`)
    }
  } finally {
    terminal.status('')
    advisor.close()
    await closeWorkers()
    await sandbox.close(0)
  }
  terminal.out(`${count(done, 'trial')} in the sandbox\n`)
  return problems
}

function conclude(problems: readonly Problem[], terminal: Terminal): number {
  for (const { place, message } of problems) {
    terminal.out(`lessons/${place.file}:${place.line}  ${message}\n`)
  }
  terminal.out(
    problems.length > 0 ? `${count(problems.length, 'problem')}\n` : 'No problems found.\n',
  )
  return problems.length > 0 ? EXIT.missing : EXIT.done
}
