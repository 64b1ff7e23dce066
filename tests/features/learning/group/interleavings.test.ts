/** Whatever people do at the same moment, and whichever process they meet: every answer counts once, and it ends. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CONTROLS } from '../../../../bot/features/quiz/group/moves.ts'
import { questionAt, rightOptions } from '../../../../bot/features/quiz/group/question.ts'
import { pointsFor } from '../../../../bot/features/quiz/group/scoring.ts'
import { GROUP, type GroupQuiz, readGroup } from '../../../../bot/features/quiz/group/state.ts'
import { CATALOGUE, type Group, labels, member, openGroup, PLACE } from './group.ts'

const PEOPLE = ['Ada', 'Bob', 'Cleo', 'Dan'].map((name) => member(name))
const HOST = member('Host')

/** `process`: which of the two it is done at. `settle`: not before all under way is over. */
const person = fc.nat(PEOPLE.length - 1)
const process = fc.nat(1)
const settle = fc.boolean()
const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('answer' as const),
      person,
      option: fc.integer({ min: 1, max: 3 }),
      process,
      settle,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('tick' as const),
      ms: fc.constantFrom(10, 3_000, 9_000, 13_000, 31_000),
      process,
      settle,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('control' as const),
      act: fc.constantFrom(...CONTROLS),
      process,
      settle,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const), process, settle }) },
)

type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never
type Told = Readonly<{ person: string; at: number; chosen: number; notice: string }>

test('every answer that was noted counts once, no other does, and the quiz ends', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(30, 0),
      fc.array(step, { minLength: 5, maxLength: 40 }),
      async (seconds, steps) => {
        const { quiz, group, told } = await played(seconds, steps)
        const { run, state, settings } = quiz
        const kept = await group.store.quizzes.answersTo(run)
        const final = finalAnswers(told)
        expect(
          new Map(kept.map((each) => [`${each.person.id} ${each.question}`, each.chosen])),
        ).toEqual(final)
        expect(new Set(state.marked).size).toBe(state.marked.length)
        for (const each of PEOPLE) {
          const mine = kept.filter(({ person }) => person.id === each.id)
          const counted = mine.filter(({ question }) => state.marked.includes(question))
          const points = counted.map(({ question: at, chosen, takenMs }) => {
            const question = questionAt(CATALOGUE, quiz, at)
            const isRight = String(question && rightOptions(question)) === String(chosen)
            return pointsFor(isRight, takenMs, settings)
          })
          const sum = points.reduce((all, more) => all + more, 0)
          const rank = await group.store.points.rank({ place: PLACE, since: 0 }, each)
          expect(rank?.points ?? 0).toBe(sum)
          expect(await group.store.answers.latest(each, 99)).toHaveLength(counted.length)
        }
        expect(group.said.filter(({ key }) => key.endsWith(' end'))).toHaveLength(1)
        for (const { key, revisions } of group.said) {
          const last = revisions.at(-1)
          if (last && !key.endsWith(' end')) expect(labels(last)).toEqual([])
        }
      },
    ),
    { numRuns: 60 },
  )
}, 60_000)

/** All steps, then as much time as it takes to end. */
async function played(seconds: number, steps: readonly Step[]) {
  const first = await openGroup()
  const { store, time, said } = first
  const processes: Group[] = [first, await openGroup({ store, time, said })]
  await first.ask(HOST, `/quiz --questions 4 --seconds ${seconds} group mixed`)
  const [begun] = await store.quizzes.runningGroups()
  if (!begun) throw new Error('no quiz')
  const at = async (n: number) => processes[n] ?? first
  await first.wait(GROUP.leadMs)
  const told: Told[] = []
  let underWay: Promise<unknown>[] = []
  for (const each of steps) {
    const here = await at(each.process)
    underWay.push(perform(each, here, begun.run, told))
    if (each.do === 'restart') {
      await here.groups.close()
      const fresh = await openGroup({ store, time, said })
      processes[each.process] = fresh
      await fresh.groups.look()
    }
    if (!each.settle) continue
    await Promise.all([...underWay, ...processes.map(({ groups }) => groups.settled())])
    underWay = []
  }
  await Promise.all(underWay)
  for (let n = 0; n < 30 && (await store.quizzes.runningIn(PLACE)); n++) {
    for (const { wait } of processes) await wait(GROUP.pausedMs / 2)
  }
  const ended = await store.quizzes.find(begun.run)
  expect(ended?.status).toBe('finished')
  if (!ended) throw new Error('no quiz')
  const quiz: GroupQuiz = readGroup(ended)
  return { group: first, quiz, told }
}

async function perform(step: Step, here: Group, run: string, told: Told[]): Promise<void> {
  if (step.do === 'restart') return
  if (step.do === 'tick') return here.time.advance(step.ms)
  const running = await here.store.quizzes.find(run)
  const at = running ? readGroup(running).state.at : 0
  if (step.do === 'control') {
    await here.ask(HOST, { command: 'quiz', options: { run, at, act: step.act } })
    return
  }
  const person = PEOPLE[step.person] ?? HOST
  const options = { run, at, answer: `${step.option}` }
  const { notice } = await here.ask(person, { command: 'quiz', options })
  told.push({ person: person.id, at, chosen: step.option, notice })
}

/** What people were told that their answers are. */
function finalAnswers(told: readonly Told[]): ReadonlyMap<string, unknown> {
  const final = new Map<string, unknown>()
  for (const how of ['Answer locked in.', 'Changed.']) {
    for (const { person, at, chosen, notice } of told) {
      if (!notice.startsWith(how)) continue
      const key = `${person} ${at}`
      if (how === 'Answer locked in.') expect(final.has(key)).toBe(false)
      final.set(key, [chosen])
    }
  }
  return final
}
