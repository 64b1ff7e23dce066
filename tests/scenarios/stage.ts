/** A platform as its members use it. The scenarios know no more of one; each platform has a stage of its own. */

import type { modelServer } from '../standins/model.ts'

/** Something that a member wrote, pressed or sent, by which its answers are found. */
export type Done = Readonly<{ id: string }>

/** One message of the tutor as a member sees it now. */
export type Seen = Readonly<{
  id: string
  /** All that can be read in it: text, code, facts, prompts, what forms are filled with, alternative texts. */
  text: string
  /** What stands in blocks of code, each whole. */
  code: readonly string[]
  /** Addresses that can be followed. */
  links: readonly string[]
  /** Whom it notifies: people, groups, everyone. */
  mentions: readonly string[]
  onlyYou: boolean
  /** What can be pressed: labels of buttons, options of selects, and of the buttons that send or open a form. */
  buttons: readonly string[]
  pictures: number
  files: readonly Readonly<{ name: string; text: string }>[]
}>

export type Attached = Readonly<{ name: string; text: string }>

export type Member = Readonly<{
  name: string
  /** Writes to the tutor in the group's channel, with a mention where the platform needs one. */
  say(text: string, attached?: readonly Attached[]): Promise<Done>
  /** Writes to it in private. */
  whisper(text: string): Promise<Done>
  /** Gives a command, in the group's channel: a slash command where the platform has them. */
  command(
    name: string,
    options?: Readonly<Record<string, string | number | boolean>>,
  ): Promise<Done>
  edit(done: Done, text: string): Promise<void>
  /** Deletes what was written. */
  remove(done: Done): Promise<void>
  /** Has the tutor delete its message. Refused as `press` is. */
  discard(seen: Seen): Promise<Done>
  /** Presses what has this label, or a label that begins so. A refusal is an answer that only this member sees. */
  press(seen: Seen, label: string): Promise<Done>
  /**
   * Fills the form that `submit` sends (the first of several), by the labels of its fields or how those begin, opening
   * it first where it has to be opened. Other fields stay as they are.
   */
  fill(seen: Seen, submit: string, fields: Readonly<Record<string, string>>): Promise<Done>
  /** The last state of an answer to it, once one is complete and fits. */
  answer(done: Done, fits?: (seen: Seen) => boolean): Promise<Seen>
  /** Any message of the tutor that this member can see in the group's channel or its threads, once one fits. */
  sees(fits: (seen: Seen) => boolean): Promise<Seen>
  /** Any message of the tutor to this member in private, once one fits. */
  hears(fits: (seen: Seen) => boolean): Promise<Seen>
  /** Waits until this member can see it no more. */
  misses(seen: Seen): Promise<void>
  /** All that the tutor has said in the group's channel and its threads, the oldest first. */
  visible(): Promise<readonly Seen[]>
}>

export type Stage = Readonly<{
  platform: string
  /** What the language model says to whatever it is asked, from now on. */
  model: Pick<Awaited<ReturnType<typeof modelServer>>, 'says' | 'requests'>
  /** Somebody new in the group's channel. */
  member(name: string, rights?: Readonly<{ admin: boolean }>): Promise<Member>
  /** Lets time go by for Overlap: its clock stands still but for this. */
  advance(ms: number): void
  /** Closes the group's channel to the tutor for good, where the platform has such a thing. */
  closeChannel?(): void
  /** What Overlap logged as a bug: nothing, if all is well. */
  bugs: readonly unknown[]
  close(): Promise<void>
}>

/** What has this label; else the first whose label begins so. */
export function labelled<Control extends Readonly<{ label: string }>>(
  controls: readonly Control[],
  label: string,
): Control | undefined {
  return (
    controls.find((each) => each.label === label) ??
    controls.find((each) => each.label.startsWith(label))
  )
}

/** What a waiting member gives up after. Only a failing test takes so long. */
const PATIENCE_MS = 50_000

/** The first value that `find` gives, now or after some change. `seen` is for the message when there is none. */
export async function waitFor<Found>(
  what: string,
  find: () => Promise<Found | undefined>,
  changed: () => Promise<unknown>,
  seen: () => Promise<unknown>,
): Promise<Found> {
  const late = Promise.withResolvers<'late'>()
  const timer = setTimeout(() => late.resolve('late'), PATIENCE_MS)
  try {
    for (;;) {
      const change = changed()
      const found = await find()
      if (found !== undefined) return found
      if ((await Promise.race([change, late.promise])) === 'late') {
        throw new Error(`${what} did not come. Seen: ${JSON.stringify(await seen(), null, 1)}`)
      }
    }
  } finally {
    clearTimeout(timer)
  }
}
