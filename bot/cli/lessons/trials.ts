/** Turns every claim of the lessons that a run can prove into a trial. */
import type {
  Catalogue,
  Challenge,
  Example,
  Lesson,
  Place,
  Problem,
  Question,
} from '../../../lessons/lessons.ts'
import type { RunResult, Sandbox } from '../../../sandbox/sandbox.ts'
import type { Advisor } from '../../analysis/advisor.ts'
import { mark } from '../../features/challenge/marking.ts'
import { differences } from '../../features/challenge/outcome.ts'
import { either } from '../../lib/text/quantities.ts'
import { imbalances, missing } from './balance.ts'
import { unintroducedVerdicts, untaughtTerms, wideLines } from './reading.ts'
import { brokenRules } from './rules.ts'

export type Bench = Readonly<{ sandbox: Sandbox; advisor: Advisor }>

/** With `alone`, nothing else runs at the same time. */
export type Trial = Readonly<{
  place: Place
  /** Returns the problems, in words; empty if there are none. */
  problems(bench: Bench, alone: boolean): Promise<readonly string[]>
}>

/** Returns the trials for the given lessons of the catalogue. */
export function trialsOf(catalogue: Catalogue, lessons: readonly Lesson[]): readonly Trial[] {
  const each = lessons.flatMap((lesson) => {
    const { examples, questions, exercise, tips } = lesson
    return [
      readingTrial(lesson, catalogue),
      ...examples.map(exampleTrial),
      ...questions.flatMap(questionTrials),
      ...(exercise ? [solutionTrial(exercise), starterTrial(exercise)] : []),
      ...tips.flatMap(({ place, code, fragment }) =>
        code === undefined || fragment
          ? []
          : running(place, code, async (run) => differences(run, { status: 'ok' })),
      ),
    ]
  })
  return [...each, ...imbalances(catalogue).map(knownTrial)]
}

function knownTrial({ place, message }: Problem): Trial {
  return { place, problems: async () => [message] }
}

/** Problems found without running anything. */
function readingTrial(lesson: Lesson, { lessons }: Catalogue): Trial {
  const file = `${String(lesson.number).padStart(2, '0')}-${lesson.slug}/lesson.md`
  const place = { file, line: 1 }
  const found = [
    ...untaughtTerms(lesson),
    ...unintroducedVerdicts(lesson, lessons),
    ...wideLines(lesson),
    ...missing(lesson),
  ]
  return { place, problems: async () => found }
}

function exampleTrial({ place, title, code, expected }: Example): Trial {
  const { wallMs, verdict } = expected
  const [least, most] = wallMs
  return running(place, code, async (run, { advisor, sandbox }, alone) => {
    const advice = await advisor.advise(code, run)
    const wrong = differences(run, expected)
    if (!verdict.includes('fix-first')) {
      wrong.push(...(await brokenRules(code, sandbox, alone)))
    }
    if (run.wallMs < least || run.wallMs > most) {
      wrong.push(`took ${Math.round(run.wallMs)} ms, not ${least} to ${most}`)
    }
    if (!verdict.includes(advice.verdict)) {
      wrong.push(`verdict ${advice.verdict}, not ${either(verdict)}: ${advice.headline}`)
    }
    return wrong.map((words) => `example ${title}: ${words}`)
  })
}

/** One trial per variant. */
function questionTrials({ place, variants }: Question): readonly Trial[] {
  return variants.flatMap((variant) => variantTrial(variant, place))
}

function variantTrial(question: Question['variants'][number], place: Place): readonly Trial[] {
  const { kind, id } = question
  if (kind !== 'prints' && kind !== 'model') return []
  if (kind === 'model' && question.argued) return []
  const { code, options } = question
  const right = options.find(({ right }) => right)?.text ?? ''
  const trial = running(place, code, async (run, { advisor }) => {
    if (kind === 'prints') return differences(run, { status: run.status, output: right })
    const { verdict } = await advisor.advise(code, run)
    return verdict === right ? [] : [`the advisor says ${verdict}, not ${right}`]
  })
  return [named(trial, `question ${id}`)]
}

/** How long the loop may be blocked is up to the challenge's own limits, so that finding is ignored. */
function solutionTrial(challenge: Challenge): Trial {
  const { solution } = challenge
  const problems = async ({ sandbox, advisor }: Bench, alone: boolean) => {
    const { checks, measured, run } = await mark(challenge, solution, runner(sandbox, alone))
    const { findings } = await advisor.advise(solution, run)
    return [
      ...[...checks, ...measured]
        .filter(({ passed }) => !passed)
        .map(({ name, said }) => `the model solution fails: ${name}: ${said}`),
      ...findings
        .filter(({ severity, name }) => severity !== 'hint' && name !== 'cpu-in-async')
        .map(({ message }) => `the advisor says of the model solution: ${message}`),
      ...(await brokenRules(solution, sandbox, alone)).map((rule) => `the model solution: ${rule}`),
    ]
  }
  return { place: challenge.place, problems }
}

function starterTrial(challenge: Challenge): Trial {
  const problems = async ({ sandbox }: Bench) => {
    const { passed } = await mark(challenge, challenge.starter, sandbox)
    return passed ? ['the starter passes already'] : []
  }
  return { place: challenge.place, problems }
}

/** The sandbox, whose runs have the machine to themselves if `alone`. */
function runner(sandbox: Sandbox, alone: boolean): Pick<Sandbox, 'run'> {
  return {
    run: (job, options) => sandbox.run({ ...job, alone: alone || (job.alone ?? false) }, options),
  }
}

function running(
  place: Place,
  code: string,
  judge: (run: RunResult, bench: Bench, alone: boolean) => Promise<readonly string[]>,
): Trial {
  const problems = async (bench: Bench, alone: boolean) =>
    judge(await bench.sandbox.run({ code, alone }), bench, alone)
  return { place, problems }
}

function named({ place, problems }: Trial, name: string): Trial {
  const prefixed = async (bench: Bench, alone: boolean) =>
    (await problems(bench, alone)).map((words) => `${name}: ${words}`)
  return { place, problems: prefixed }
}
