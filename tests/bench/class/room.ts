/** A platform as a class sees it that sits in one room and asks. */

/** What the tutor said to somebody, as it stands now. */
export type Answer = Readonly<{
  text: string
  /** False for a sign of life, and for what may still change. */
  isDone: boolean
}>

export type Given = Readonly<{
  answers(): readonly Answer[]
  /** It went with the process that knew it, and whoever asked was told so. */
  isForgotten?(): boolean
}>

export type Said = Given & Readonly<{ edit(text: string): void; erase(): void }>

/** `word` is in the text, and so in its answer. */
export type Seat = Readonly<{
  say(text: string, word: string): Said
  whisper(text: string, word: string): Said
  /** A program by a command; null where the platform has none. */
  run(code: string, word: string): Given | null
  /** A command whose answer only they see. */
  help(word: string): Given
  /** What only they see and is about no word: a refusal, or that an answer was interrupted. */
  strays(): readonly Answer[]
  /** Begins a quiz of two questions for the group. */
  host(): void
  /** Presses an option of each question of the quiz that they have not answered. Gives how many. */
  choose(): number
}>

export type Room = Readonly<{
  /** Connects the program. */
  environment: Readonly<Record<string, string>>
  /** What people say while no program is there reaches one that comes later. */
  keeps: boolean
  /** A process has started; resolves when it is connected. `urls`: of all that are up. */
  started(urls: readonly string[]): Promise<void>
  /** One is about to be killed; `urls`: of the others. */
  stopped(urls: readonly string[]): Promise<void>
  enter(name: string): Promise<Seat>
  /** How many questions of quizzes can be answered, and how many quizzes have ended. */
  quizzes(): Readonly<{ open: number; ended: number }>
  /** What was refused to the program for another reason than a rate. */
  refusals(): readonly string[]
  /** How many calls were refused for their rate. */
  limited(): number
  close(): Promise<void>
}>
