/** The process is killed again and again while a group answers over its page: real file, real sockets, real SIGKILL. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { AnswerView } from '../../../../adapters/web/wire.ts'
import {
  optionText,
  questionAt,
  rightOptions,
} from '../../../../bot/features/quiz/group/question.ts'
import { pointsFor } from '../../../../bot/features/quiz/group/scoring.ts'
import { type GroupQuiz, readGroup } from '../../../../bot/features/quiz/group/state.ts'
import { openStore } from '../../../../bot/store/store.ts'
import { luckByHand } from '../../../luck.ts'
import { readHtml } from '../../../scenarios/html.ts'
import { type Crowded, isQuestion, sitDown } from '../../../web/crowd.ts'
import { serveGroup } from '../../../web/serve.ts'
import { CATALOGUE } from './group.ts'

const KILLS = 20
/** So much faster goes the clock of the quiz. */
const SPEED = 10
const PLACE = { platform: 'web', workspace: 'local', channel: 'study-group' }
const NAMES = Array.from({ length: 20 }, (_, n) => `Person ${n}`)
/** Between two presses of one person, at most. */
const PAUSE_MS = 1_500

/** What somebody was told about their answer to the question at a place. */
type Acknowledged = Readonly<{
  name: string
  at: number
  how: 'Answer locked in' | 'Changed'
  chosen: string
}>

test(`of ${KILLS} kills none loses an answer that was noted, and none makes one count twice`, async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'overlap-crash-'))
  const luck = seeded()
  const time = { speed: SPEED, since: Date.now() }
  let server = await serveGroup(dataDir, 0, time)
  const port = Number(new URL(server.url).port)
  const people = await Promise.all(NAMES.map((name) => sitDown(server.url, name)))
  const acknowledged: Acknowledged[] = []
  const end = new AbortController()
  const [host] = people
  if (!host) throw new Error('nobody came')
  await host.say('/quiz --questions 20 --seconds 60 group mixed')
  await host.sees(isQuestion)
  const run = await runningIn(dataDir)
  const playing = people.map((person, index) => play(person, index, acknowledged, luck, end.signal))
  for (let kill = 0; kill < KILLS; kill++) {
    await setTimeout(50 + luck() * 700)
    await server.end('SIGKILL')
    server = await serveGroup(dataDir, port, time)
    await Promise.all(people.map((person) => person.comeBack()))
  }
  end.abort()
  const question = await host.sees(({ html }) => html.includes('Stop the quiz'))
  await host.press(question, 'Stop the quiz')
  await host.sees(({ notice }) => notice.startsWith('The quiz '))
  await Promise.all(playing)
  for (const { leave } of people) leave()
  await server.end('SIGTERM')
  await check(dataDir, run, acknowledged)
  await rm(dataDir, { recursive: true })
}, 600_000)

/** Answers every question sooner or later, and changes the answer, until `end`. */
async function play(
  person: Crowded,
  index: number,
  acknowledged: Acknowledged[],
  luck: () => number,
  end: AbortSignal,
): Promise<void> {
  let presses = index
  while (!end.aborted) {
    const question = person.answers().find((each) => each.post === null && isQuestion(each))
    // A server that is away refuses, or is gone in the middle.
    if (question) await person.choose(question, presses++).catch(() => {})
    await setTimeout(luck() * PAUSE_MS)
    for (const view of person.answers()) note(view, person, acknowledged)
  }
}

/** What is seen counts as acknowledged, once. */
function note(view: AnswerView, person: Crowded, acknowledged: Acknowledged[]): void {
  const [, how] = /(Answer locked in|Changed)\./.exec(view.html) ?? []
  const question = person.answers().find(({ id }) => id === view.post)
  const [, number] = /^Question (\d+) of/.exec(question?.notice ?? '') ?? []
  const [, chosen] = /Your answer:\s*(.*)/.exec(readHtml(view.html).text) ?? []
  if (!how || number === undefined || chosen === undefined) return
  const found = { name: person.name, at: Number(number) - 1, how, chosen } as Acknowledged
  if (!acknowledged.some((each) => JSON.stringify(each) === JSON.stringify(found))) {
    acknowledged.push(found)
  }
}

async function check(
  dataDir: string,
  run: string,
  acknowledged: readonly Acknowledged[],
): Promise<void> {
  const store = await openStore({ databaseUrl: null, dataDir }, () => {})
  const ended = await store.quizzes.find(run)
  if (!ended) throw new Error('the quiz is gone')
  expect(ended.status).toBe('finished')
  const quiz = readGroup(ended)
  const { marked } = quiz.state
  const kept = await store.quizzes.answersTo(run)
  expect(new Set(marked).size).toBe(marked.length)
  for (const { name, at, how, chosen } of acknowledged) {
    const mine = kept.filter((each) => each.name === name && each.question === at)
    expect(mine, `${name} at ${at}`).toHaveLength(1)
    // Where a change was told, it is what counts; one that was not told may have been made all the same.
    if (how === 'Changed')
      expect(letters(chosenText(quiz, at, mine[0]?.chosen))).toBe(letters(chosen))
  }
  for (const name of NAMES) {
    const counted = kept.filter((each) => each.name === name && marked.includes(each.question))
    const [{ person } = { person: null }] = counted
    if (!person) continue
    const points = counted.map(({ question, chosen, takenMs }) => {
      const asked = questionAt(CATALOGUE, quiz, question)
      const isRight = asked !== null && String(rightOptions(asked)) === String(chosen)
      return pointsFor(isRight, takenMs, quiz.settings)
    })
    const rank = await store.points.rank({ place: PLACE, since: 0 }, person)
    expect(rank?.points ?? 0).toBe(points.reduce((sum, more) => sum + more, 0))
    expect(await store.answers.latest(person, 99)).toHaveLength(counted.length)
  }
  await store.close()
  console.log(
    `${acknowledged.length} acknowledged, ${kept.length} answers kept, ${marked.length} questions marked`,
  )
  expect(acknowledged.length).toBeGreaterThan(KILLS)
  expect(marked.length).toBeGreaterThan(0)
}

function chosenText(quiz: GroupQuiz, at: number, chosen: unknown): string {
  const question = questionAt(CATALOGUE, quiz, at)
  const numbers = Array.isArray(chosen) ? chosen.map(Number) : []
  return question ? numbers.map((number) => optionText(question, number)).join(', ') : ''
}

/** A page may break a text into lines elsewhere. */
function letters(text: string): string {
  return text.replace(/\s/g, '')
}

async function runningIn(dataDir: string): Promise<string> {
  const store = await openStore({ databaseUrl: null, dataDir }, () => {})
  const [quiz] = await store.quizzes.runningGroups()
  await store.close()
  if (!quiz) throw new Error('no quiz is running')
  return quiz.run
}

/** Printed, so that the same moments can be had again. */
function seeded(): () => number {
  const seed = Number(process.env.SEED ?? Date.now() % 2_147_483_646)
  console.log(`SEED=${seed}`)
  return luckByHand(seed + 1)
}
