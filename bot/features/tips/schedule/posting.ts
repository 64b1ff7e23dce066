/** Claims an occurrence of a schedule once, posts it, and handles failures. */
import type { Random } from '../../../core/clock.ts'
import type { WorkspaceEvent } from '../../../core/events.ts'
import type { Workspace } from '../../../core/keys.ts'
import { ChannelClosedError, PlatformUnavailableError } from '../../../core/platform.ts'
import type { Claim } from '../../../store/tip-occurrences.ts'
import type { Pause, Schedule } from '../../../store/tip-schedules.ts'
import { isNamedAdmin } from '../../settings/settings.ts'
import type { TipsDeps } from '../deps.ts'
import { pausedMessage } from './format.ts'
import { findItem, itemMessage, itemsOf, keyOf } from './items.ts'
import { type Plan, planSchema } from './plan.ts'
import { between, next } from './recurrence.ts'

export type PostingDeps = TipsDeps &
  Readonly<{
    emit(event: WorkspaceEvent): void
    bug(error: unknown, workspace: Workspace): void
  }>

export const POSTING = {
  /** After this time, another process may take over. Discord recognises a repeated message for a few minutes. */
  leaseMs: 60_000,
  /** Time until the next attempt if a platform doesn't respond. */
  retryMs: 60_000,
  /** A tip posted later than this counts as late. */
  lateMs: 5 * 60_000,
  /** Maximum number of missed occurrences that are recorded. */
  skipped: 100,
} as const

/**
 * Parses a schedule's stored plan.
 *
 * @throws {z.ZodError} The stored plan isn't valid.
 */
export function planOf({ plan }: Pick<Schedule, 'plan'>): Plan {
  return planSchema.parse(plan)
}

/**
 * Claims the latest occurrence that is due and within its grace period; earlier ones are skipped. Null if there is none,
 * or if another process was faster. `leaseMs`: time until another process may take over.
 */
export async function claimDue(
  schedule: Schedule,
  parts: PostingDeps,
  leaseMs: number = POSTING.leaseMs,
): Promise<Claim | null> {
  const now = parts.clock()
  const plan = planOf(schedule)
  const first = schedule.nextAt ?? now
  const late = now - plan.graceMs
  const older = { after: first - 1, until: Math.min(now, late - 1), most: POSTING.skipped }
  const fresh = between(plan, { after: Math.max(first, late) - 1, until: now, most: Infinity })
  const skipped = [...between(plan, older), ...fresh.slice(0, -1)]
  const times = { at: fresh.at(-1) ?? null, skipped, nextAt: next(plan, now) }
  const choose = choice(plan, parts)
  const leaseUntil = now + leaseMs
  const mine = await parts.store.tips.claim({ schedule, ...times, leaseUntil, now, choose })
  const { place: workspace } = schedule
  if (mine) for (const _ of skipped) parts.emit({ kind: 'tip', outcome: 'skipped', workspace })
  return mine?.claim ?? null
}

/** Claims an extra occurrence without changing the schedule; null if there was one in this minute. */
export async function claimNow(schedule: Schedule, parts: PostingDeps): Promise<Claim | null> {
  const now = parts.clock()
  // Scheduled occurrences are at whole minutes, so this one never clashes with them.
  const at = Math.floor(now / 60_000) * 60_000 + 1
  const leaseUntil = now + POSTING.leaseMs
  const choose = choice(planOf(schedule), parts)
  const same = { skipped: [], nextAt: schedule.nextAt }
  const mine = await parts.store.tips.claim({ schedule, at, ...same, leaseUntil, now, choose })
  return mine?.claim ?? null
}

/**
 * Items never shown in the channel come first, in random order, then those not shown for longest; none repeats
 * before all were shown.
 */
function choice(plan: Plan, { catalogue, random }: PostingDeps) {
  const items = itemsOf(catalogue, plan).map(({ id }) => id)
  return (shown: ReadonlyMap<string, number>) => {
    const when = (id: string) => shown.get(id) ?? -1
    return shuffled(items, random).toSorted((a, b) => when(a) - when(b))
  }
}

function shuffled<Value>(values: readonly Value[], random: Random): readonly Value[] {
  return values
    .map((value) => ({ value, place: random() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ value }) => value)
}

/** `away`: the platform is unavailable; any process tries again until the grace period ends. */
export type Delivery = 'posted' | 'away' | 'failed' | Exclude<Pause, 'asked'>

/**
 * Posts a claimed tip. If the tip can't be posted, tries again later or gives it up; pauses the schedule if the
 * channel is closed or its admin lost the rights.
 */
export async function deliver(
  claim: Claim,
  schedule: Schedule,
  parts: PostingDeps,
): Promise<Delivery> {
  const { store, platforms, clock, emit } = parts
  const { place } = schedule
  const plan = planOf(schedule)
  const isLate = clock() - claim.at > POSTING.lateMs
  try {
    if (clock() > claim.at + plan.graceMs) return await fail('failed')
    if (!(await mayPost(schedule, parts))) return await fail('rights')
    const item = findItem(parts.catalogue, claim.item)
    if (!item) return await fail('failed')
    const message = itemMessage(item, claim, await lastTime(schedule, plan, parts))
    const posted = await platforms.post(place, message, keyOf(claim))
    const isMine = await store.tips.settle(claim, 'posted', clock(), posted)
    if (isMine) emit({ kind: 'tip', outcome: isLate ? 'late' : 'posted', workspace: place })
    return 'posted'
  } catch (error) {
    if (error instanceof ChannelClosedError) return fail('closed')
    if (!(error instanceof PlatformUnavailableError)) parts.bug(error, place)
    await store.tips.prolong(claim, clock() + POSTING.retryMs)
    return 'away'
  }

  async function fail(how: Exclude<Delivery, 'posted' | 'away'>): Promise<Delivery> {
    if (await store.tips.settle(claim, 'failed', clock())) {
      emit({ kind: 'tip', outcome: 'failed', workspace: place })
    }
    if (how !== 'failed') await pause(schedule.schedule, how, parts)
    return how
  }
}

/**
 * Whether the person who set the schedule is still an admin.
 *
 * @throws {PlatformUnavailableError} The platform doesn't say.
 */
async function mayPost(
  { by, place }: Schedule,
  { settings, platforms }: PostingDeps,
): Promise<boolean> {
  if (by === null) return false
  if (isNamedAdmin(await settings.of(place), by)) return true
  return platforms.isAdmin(by, place).catch((error: unknown) => {
    throw new PlatformUnavailableError('it does not say who is an admin', { cause: error })
  })
}

/** Pauses a schedule and tells its admin, both only once. */
async function pause(
  id: string,
  paused: Exclude<Pause, 'asked'>,
  { store, platforms, clock, bug }: PostingDeps,
): Promise<void> {
  for (;;) {
    const schedule = await store.tips.find(id)
    if (!schedule || (schedule.paused !== null && schedule.resumesAt === null)) return
    if (!(await store.tips.change(schedule, { paused, nextAt: null, resumesAt: null }))) continue
    if (schedule.by === null) return
    const message = pausedMessage(schedule.number, planOf(schedule), paused)
    await platforms
      .tell(schedule.by, message, `tips paused ${id} ${clock()}`)
      .catch((error: unknown) => bug(error, schedule.place))
    return
  }
}

/** The result of the last question, in one line. */
async function lastTime(
  { schedule }: Schedule,
  { as }: Plan,
  { store }: PostingDeps,
): Promise<string | undefined> {
  if (as !== 'quiz') return undefined
  const last = (await store.tips.history(schedule, 5)).find(({ status }) => status === 'posted')
  if (!last) return undefined
  const { given, right } = await store.answers.ofSource(keyOf({ schedule, at: last.at }))
  return given === 0 ? undefined : `Last time ${right} of ${given} were right.`
}
