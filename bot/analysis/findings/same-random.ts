/** Random numbers that are the same in every worker process. */
import type { Call, Facts, Func } from '../facts/facts.ts'
import { reachedFrom } from '../facts/running.ts'
import { part, receiverOf, within } from '../facts/syntax.ts'
import type { FindingRule, Program } from '../program.ts'
import { code } from '../wording.ts'
import { PROCESSES, runsSeveralTimes } from './evidence.ts'

const GLOBAL_STATE =
  /^numpy\.random\.(?!seed|default_rng|SeedSequence|Generator|RandomState|get_state|set_state|PCG64|MT19937|Philox|SFC64)[a-z]\w*$/
const OWN_STATE = /^(numpy\.random\.(default_rng|RandomState|Generator)|random\.Random)\(\)$/
const MAKES_STATE = /^(numpy\.random\.(default_rng|RandomState|seed)|random\.(Random|seed))$/

/** A forked worker starts with a copy of its parent's random state. */
export const sameRandom: FindingRule = {
  name: 'same-random',
  severity: 'error',
  docs: 'library/os.html#os.register_at_fork',
  *find(program) {
    const { facts } = program
    for (const { target, kind, call } of facts.spawns) {
      if (!target || !PROCESSES.some((each) => each === kind)) continue
      if (!runsSeveralTimes(target, facts, PROCESSES)) continue
      const same = sameIn(target, program)
      if (!same) continue
      yield {
        line: same.call.line,
        message: `Line ${same.call.line}: ${same.why}, so the workers of line ${call.line} draw the same numbers. Give each its own seed and generator: \`rng = numpy.random.default_rng(seed)\` in the worker, with another \`seed\` for each (\`SeedSequence.spawn\`).`,
      }
      return
    }
  },
}

type Same = Readonly<{ call: Call; why: string }>

function sameIn(target: Func, program: Program): Same | null {
  const { facts } = program
  const calls = reachedFrom(target).map(({ call }) => call)
  const fixed = calls.find((call) => MAKES_STATE.test(call.name) && isFixed(call, facts))
  if (fixed)
    return { call: fixed, why: `${code(fixed.node.text)} starts every worker at the same seed` }
  const inherited = calls.find((call) => isInherited(call, facts))
  if (inherited) {
    const name = receiverOf(inherited.node)?.text ?? inherited.name
    return { call: inherited, why: `every worker has the same copy of ${code(name)}` }
  }
  if (!forks(program) || seedsItself(calls, facts)) return null
  const global = calls.find((call) => GLOBAL_STATE.test(call.name))
  return global
    ? {
        call: global,
        why: `forked workers inherit NumPy's random state (${code(global.node.children[0]?.text ?? global.name)} uses it)`,
      }
    : null
}

/** Whether it is seeded with a fixed number, the same in each worker. */
function isFixed(call: Call, facts: Facts): boolean {
  const [seed] = call.arguments
  if (!seed) return false
  if (seed.type === 'integer') return true
  return (
    seed.type === 'identifier' &&
    !call.func.parameters.includes(seed.text) &&
    facts.numberOf(seed, call.func) !== null
  )
}

/** Whether it draws from a generator that the module created before the workers started. */
function isInherited(call: Call, facts: Facts): boolean {
  const receiver = receiverOf(call.node)
  if (receiver?.type !== 'identifier' || call.func.parameters.includes(receiver.text)) return false
  if (!OWN_STATE.test(facts.nameOf(receiver, call.func))) return false
  return (
    [...within(call.func.body)].every(
      (node) => node.type !== 'assignment' || part(node, 'left')?.text !== receiver.text,
    ) && !new RegExp(String.raw`global\b[^\n]*\b${receiver.text}\b`).test(facts.source)
  )
}

const seedsItself = (calls: readonly Call[], facts: Facts): boolean =>
  calls.some((call) => call.name === 'numpy.random.seed') || /initializer\s*=/.test(facts.source)

/** Started by fork, as Linux does before Python 3.14. */
function forks({ facts, measures }: Program): boolean {
  if (/['"](spawn|forkserver)['"]/.test(facts.source)) return false
  const minor = Number(/3\.(\d+)/.exec(measures?.result.python ?? '')?.[1] ?? 0)
  return minor < 14
}
