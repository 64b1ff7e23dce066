/** A platform as its members use it. The scenarios know no more of one; each platform has a stage of its own. */

/** Something that a member wrote, pressed or sent, by which its answers are found. */
export type Done = Readonly<{ id: string }>

/** One message of the tutor as a member sees it now. */
export type Seen = Readonly<{
  id: string
  /** All that can be read in it: text, code, facts, prompts, alternative texts. */
  text: string
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
  /** Presses what has this label, or a label that begins so. */
  press(seen: Seen, label: string): Promise<Done>
  /** Fills the form that `submit` sends, by the labels of its fields, opening it first where it has to be opened. */
  fill(seen: Seen, submit: string, fields: Readonly<Record<string, string>>): Promise<Done>
  /** The last state of an answer to it, once one is complete and fits. */
  answer(done: Done, fits?: (seen: Seen) => boolean): Promise<Seen>
  /** Any message of the tutor that this member can see in the group's channel or its threads, once one fits. */
  sees(fits: (seen: Seen) => boolean): Promise<Seen>
  /** All of them now, the oldest first. */
  visible(): Promise<readonly Seen[]>
}>

export type Stage = Readonly<{
  platform: string
  /** Somebody new in the group's channel. */
  member(name: string, rights?: Readonly<{ admin: boolean }>): Promise<Member>
  /** What Overlap logged as a bug: nothing, if all is well. */
  bugs: readonly unknown[]
  close(): Promise<void>
}>
