/** Describes what a race showed, and replaces the advice's prediction with it. */
import type { Advice } from '../../analysis/advice.ts'
import { MODEL_LIMITS } from '../../analysis/proof/rewrite/limits.ts'
import type { Model } from '../../analysis/proof/rewrite/models.ts'
import { code } from '../../analysis/wording.ts'
import { count, duration, list } from '../../lib/text/quantities.ts'
import type { RaceLane, RaceResult } from './race.ts'

/** Replaces the prediction with the measurement: a verdict that lost is replaced by the winner, one that tied stays. */
export function quoteRace(advice: Advice, race: RaceResult): Advice {
  const { winner, ties } = race
  const evidence = [raceSentence(race), ...advice.evidence]
  if (winner === null || advice.verdict === 'fix-first')
    return { ...advice, evidence, prediction: null }
  const confirmed = advice.verdict === winner || ties.some((model) => model === advice.verdict)
  return {
    ...advice,
    verdict: confirmed ? advice.verdict : winner,
    headline: `${timesOf(race.lanes)}: ${outcome(race)}.`,
    evidence,
    prediction: null,
  }
}

/** `Raced, the 8 calls of `fetch` at line 5 took: sequential 2.01 s, threads 420 ms …` */
function raceSentence({ candidate, lanes, items, disturbed }: RaceResult): string {
  const calls = items === null ? 'the calls' : `the ${count(items, 'call')}`
  const { callee, line } = candidate
  const how = disturbed ? 'Raced while other programs ran' : 'Raced with no other program running'
  return `${how}, ${calls} of ${code(callee.text)} in the loop at line ${line}: ${lower(timesOf(lanes))}.`
}

const lower = (text: string): string => text.slice(0, 1).toLowerCase() + text.slice(1)

/** The time of each lane in one line: `Sequential 2.01 s, threads 420 ms, processes 1.1 s, async 430 ms`. */
export function timesOf(lanes: readonly RaceLane[]): string {
  const told = lanes.map(({ model, seconds, same }) => {
    if (seconds === null) return `${model} no time`
    return `${model} ${duration(seconds * 1000)}${same === false ? ' (other results)' : ''}`
  })
  const text = told.join(', ')
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}

/** Which model won, by how much, and which ones were as fast. */
export function outcome({ lanes, winner, ties }: RaceResult): string {
  const seconds = (model: Model): number | null =>
    lanes.find((lane) => lane.model === model)?.seconds ?? null
  if (winner === null) return 'no lane gave a time'
  if (winner === 'sequential') {
    return ties.length > 0
      ? `the plain loop is as fast as ${list(ties)}, and needs no change`
      : 'nothing beats the plain loop'
  }
  const [plain, best] = [seconds('sequential'), seconds(winner)]
  const verb = /s$/.test(winner) ? 'are' : 'is'
  const tied =
    ties.length > 0
      ? `; ${list(ties)} ${ties.length > 1 || /s$/.test(ties[0] ?? '') ? 'are' : 'is'} as fast within 10 %, and ${winner} ${verb} the smaller change`
      : ''
  if (plain === null || !best) return `${winner} ${verb} the fastest${tied}`
  const factor = (plain / best).toFixed(plain / best < 10 ? 1 : 0)
  return `${winner} ${verb} ${factor} times as fast as the plain loop${tied}`
}

/** Number of cores that many other machines have. */
const ELSEWHERE = 8

/** What would change with other sizes or numbers of cores; null if nothing is known. */
export function elsewhere({
  lanes,
  winner,
  items,
  sequential,
  candidate,
}: RaceResult): string | null {
  const ms = (model: Model): number | null => {
    const seconds = lanes.find((lane) => lane.model === model)?.seconds
    return seconds == null ? null : seconds * 1000
  }
  const { cores } = sequential
  const [plain, best] = [ms('sequential'), winner && ms(winner)]
  if (plain === null || best === null || items === null || winner === null) return null
  const computing = sequential.cpuMs - sequential.startupMs > 0.6 * plain
  if (winner === 'sequential') {
    const processes = ms('processes')
    return computing && processes !== null
      ? `Processes cost ${duration(Math.max(0, processes - plain / Math.min(cores, items)))} to start and feed here: they pay when the calls take much longer than that together.`
      : null
  }
  if (computing) {
    const overhead = Math.max(0, best - plain / Math.min(cores, items))
    const more = plain / Math.min(ELSEWHERE, items) + overhead
    return `The calls compute, so cores decide: here ${cores === 1 ? 'was 1' : `were ${cores}`}; with ${ELSEWHERE} it would take about ${duration(more)}, if its pieces are alike.`
  }
  const most =
    winner === 'async' && candidate.awaited ? MODEL_LIMITS.coroutines : MODEL_LIMITS.threads
  return winner === 'processes'
    ? null
    : `The calls wait, so more cores change little; up to ${most} of them wait at once, and with more items the rest take turns.`
}
