/** One part of what the tutor can do. All of it is in a folder of `bot/features/`, and `bot/main.ts` lists it. */
import type { Command } from './command.ts'
import type { Action } from './message.ts'

export type Feature = Readonly<{
  /** In the order of the menus. */
  commands: readonly Command[]
  background?: Background
  home?: HomeCard
  desk?: readonly DeskPanel[]
}>

/** What a feature does without being asked. */
export type Background = Readonly<{
  /** Of several processes on one store, only one does it. */
  once: boolean
  /** Called when the platforms have been added. */
  start(): Promise<void> | void
  /** Called before the platforms close; waits for what is under way. */
  close?(): Promise<void>
  /** Called last, when nothing happens any more: writes what is still in memory. */
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
    /** Shows itself again after each change of another panel. */
    follows: boolean
    /** Shown only when the admin asks for it. */
    later?: boolean
  }>

/** All parts of one kind, the lowest `place` first. */
export function inPlace<Part extends Readonly<{ place: number }>>(
  parts: readonly (Part | undefined)[],
): readonly Part[] {
  return parts.filter((part) => part !== undefined).toSorted((a, b) => a.place - b.place)
}
