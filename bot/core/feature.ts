/** One part of what the tutor can do. Each feature is a folder in `bot/features/`, listed in `bot/main.ts`. */
import type { Command } from './command.ts'
import type { Action } from './message.ts'

export type Feature = Readonly<{
  /** In menu order. */
  commands: readonly Command[]
  background?: Background
  home?: HomeCard
  desk?: readonly DeskPanel[]
}>

/** What a feature does without being asked. */
export type Background = Readonly<{
  /** When several processes share one store, only one of them does it. */
  once: boolean
  /** Called after the platforms were added. */
  start(): Promise<void> | void
  /** Called before the platforms close; waits for work in progress. */
  close?(): Promise<void>
  /** Called last, after all other work has ended: writes what is still in memory. */
  settle?(): Promise<void>
}>

/** A command whose answer without options is shown on Slack's Home tab. The lowest `place` is on top. */
export type HomeCard = Readonly<{ command: string; place: number }>

/** An answer on the admin's desk. The lowest `place` is on top. */
export type DeskPanel = Action &
  Readonly<{
    place: number
    name: string
    title: string
    /** Refreshes after each change in another panel. */
    follows: boolean
    /** Shown only when the admin asks for it. */
    later?: boolean
  }>

/** Sorts parts by `place`, lowest first, and leaves out missing ones. */
export function inPlace<Part extends Readonly<{ place: number }>>(
  parts: readonly (Part | undefined)[],
): readonly Part[] {
  return parts.filter((part) => part !== undefined).toSorted((a, b) => a.place - b.place)
}
