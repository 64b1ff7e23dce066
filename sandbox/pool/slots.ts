/** The started slots: idle, starting, and being removed. */
import { POOL } from '../limits.ts'
import { SandboxUnavailableError } from '../sandbox.ts'
import type { Launcher } from '../slot/launch.ts'
import type { Slot } from '../slot/slot.ts'

export type SlotRules = Readonly<{
  /** Slots kept started while idle. */
  warm: number
  /** The most that are busy, not counting those for newcomers. */
  most: number
  /** Cores; this many slots may start concurrently. */
  cores: number
  /** The number of slots in use. */
  busy(): number
  /** Called when a slot becomes idle. */
  onRest(): void
  /** Called when a slot failed to start and there is no other. */
  onNone(reason: SandboxUnavailableError): void
  log(event: string, details: object): void
}>

/** The started slots of one pool: hands out idle ones, starts more and removes those no longer needed. */
export class Slots {
  readonly #launcher: Launcher
  readonly #rules: SlotRules
  readonly #idle: Slot[]
  readonly #idleTimers = new Map<Slot, NodeJS.Timeout>()
  readonly #starts = new Set<Promise<void>>()
  readonly #removals = new Set<Promise<void>>()
  #closing = false

  constructor(launcher: Launcher, rules: SlotRules) {
    this.#launcher = launcher
    this.#rules = rules
    this.#idle = [launcher.first]
  }

  /** The number of idle slots. */
  get idle(): number {
    return this.#idle.length
  }

  /** Takes the slot that has been idle longest, whose spare is ready. */
  take(): Slot | undefined {
    const slot = this.#idle.shift()
    if (!slot) return undefined
    clearTimeout(this.#idleTimers.get(slot))
    this.#idleTimers.delete(slot)
    if (slot.alive()) return slot
    this.remove(slot)
    return this.take()
  }

  /** Returns a slot to the idle ones; one beyond the warm ones is removed after `POOL.idleMs`. */
  rest(slot: Slot): void {
    this.#idle.push(slot)
    if (this.#count() > this.#rules.warm) {
      const timer = setTimeout(() => this.#endIdle(slot), POOL.idleMs).unref()
      this.#idleTimers.set(slot, timer)
    }
    this.#rules.onRest()
  }

  /** Starts slots until there are `enough`, a few concurrently. */
  grow(enough: number): void {
    const { cores } = this.#rules
    while (!this.#closing && this.#count() < enough && this.#starts.size < cores) this.#start()
  }

  /** Removes a slot. Never rejects: leftovers are removed at the next start. */
  remove(slot: Slot): Promise<void> {
    const removal = slot
      .remove()
      .catch((error: unknown) =>
        this.#rules.log('slot not removed', { slot: slot.id, error: String(error) }),
      )
      .finally(() => this.#removals.delete(removal))
    this.#removals.add(removal)
    return removal
  }

  /** Starts no more slots. */
  stopGrowing(): void {
    this.#closing = true
  }

  /** Removes all slots, including those in use. */
  async close(taken: Iterable<Slot>): Promise<void> {
    for (const slot of [...this.#idle, ...taken]) this.remove(slot)
    await Promise.all(this.#starts)
    await Promise.all(this.#removals)
    await this.#launcher.close()
  }

  #count(): number {
    return this.#idle.length + this.#rules.busy() + this.#starts.size
  }

  #endIdle(slot: Slot): void {
    const { warm, most, busy } = this.#rules
    const at = this.#idle.indexOf(slot)
    if (at < 0 || this.#count() <= warm || busy() >= most) return
    this.#idle.splice(at, 1)
    this.remove(slot)
  }

  #start(): void {
    const start = this.#launcher
      .start()
      .then((slot) => {
        this.#starts.delete(start)
        if (this.#closing) return this.remove(slot)
        this.rest(slot)
      })
      .catch((error: unknown) => {
        this.#starts.delete(start)
        if (this.#closing) return
        this.#rules.log('slot did not start', { error: String(error) })
        if (this.#count() > 0) return
        this.#rules.onNone(
          new SandboxUnavailableError(
            `No jail could be started: ${error instanceof Error ? error.message : error}`,
          ),
        )
      })
    this.#starts.add(start)
  }
}
