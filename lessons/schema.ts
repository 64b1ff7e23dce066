/** The schema of a lesson's files. Unknown keys and missing explanations are errors. */
import { z } from 'zod'

export const SIZES = {
  explanationWords: 250,
  examples: 3,
  questions: 14,
  options: 6,
  tips: 3,
  /** Characters of a tip including its code: it must be readable at a glance. */
  tip: 280,
  tipLines: 4,
  /** Maximum width of code lines: a phone shows no more without scrolling. */
  codeColumns: 45,
  /** The longest time that an example may state, ms. */
  exampleMs: 3_000,
} as const

const text = z.string().trim().min(1, 'must not be empty')
const code = z.string().min(1, 'must not be empty')
const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be in kebab-case')
const pattern = text.refine(isPattern, 'is not a regular expression')
/** As printed by the advisor. Also in `bot/core/verdict.ts`, which content may not import. */
const verdict = z.enum([
  'async',
  'threads',
  'processes',
  'vectorise',
  'sequential',
  'keep',
  'fix-first',
])
const status = z.enum(['ok', 'error', 'timeout', 'memory', 'output', 'signal'])

export const headSchema = z.strictObject({
  number: z.number().int().min(1),
  title: text,
  part: z.enum(['A', 'B', 'C', 'D', 'E']),
  aim: text,
  /** Terms that the lesson teaches, as in a book's index; each occurs in a sentence of the lesson. Never shown. */
  also: text,
  /** Phrasings of people who don't know the terms. Never shown. */
  asked: text.optional(),
  /** The slug of the lesson to read before this one, where that isn't the one with the previous number. */
  after: id.optional(),
  docs: z.url({ protocol: /^https$/ }),
  challenge: z.boolean(),
})

/** The expected result of a run. `output` is the complete stdout; each of `matches` occurs in it. */
const outcome = {
  status: status.default('ok'),
  output: z.string().optional(),
  matches: z.array(pattern).min(1).optional(),
}

export const expectSchema = z.strictObject({
  ...outcome,
  wallMs: z.tuple([z.number().min(0), z.number().max(SIZES.exampleMs)]),
  verdict: z.union([verdict.transform((one) => [one]), z.array(verdict).min(1)], {
    error: 'must be a verdict or a list of verdicts',
  }),
})

const option = z.strictObject({ text: code, right: z.boolean(), why: text })
const options = z.array(option).min(2).max(SIZES.options).refine(areDifferent, 'must differ')
const oneRight = options.refine((all) => right(all) === 1, 'need exactly one that is right')
/** Values for `$name` placeholders in the texts of a question; one row is drawn each time it is asked. */
const vary = z
  .array(z.record(z.string().regex(/^[a-z]+$/), z.union([z.string(), z.number()])))
  .min(2)
const asked = {
  id,
  level: z.union([z.literal(1), z.literal(2), z.literal(3)]),
  vary: vary.optional(),
  question: text,
}
const explained = { explanation: text }

const single = z.strictObject({
  kind: z.literal('single'),
  ...asked,
  code: code.optional(),
  options: oneRight,
  ...explained,
})
const several = z.strictObject({
  kind: z.literal('several'),
  ...asked,
  code: code.optional(),
  options: options.refine((all) => right(all) > 0, 'need one that is right'),
  ...explained,
})
const trueOrFalse = z.strictObject({
  kind: z.literal('true-false'),
  ...asked,
  code: code.optional(),
  options: oneRight.refine(
    (all) => all.map(({ text }) => text).join() === 'True,False',
    'must be True and False',
  ),
  ...explained,
})
/** The correct option is the complete output of the code. */
const prints = z.strictObject({
  kind: z.literal('prints'),
  ...asked,
  code,
  options: oneRight,
  ...explained,
})
/** Options are line numbers of the code. */
const line = z
  .strictObject({ kind: z.literal('line'), ...asked, code, options: oneRight, ...explained })
  .refine(({ code, options }) => options.every(({ text }) => isLineOf(code, text)), {
    path: ['options'],
    error: 'must be numbers of lines that are not empty',
  })
/** Options are verdicts; the correct one is the advisor's, unless the explanation argues for another. */
const model = z.strictObject({
  kind: z.literal('model'),
  ...asked,
  code,
  options: oneRight.refine(
    (all) => all.every(({ text }) => verdict.safeParse(text).success),
    'must be verdicts',
  ),
  argued: z.boolean().default(false),
  ...explained,
})
/** `lines` are in the correct order and must be shuffled before they are shown. */
const order = z.strictObject({
  kind: z.literal('order'),
  ...asked,
  lines: z.array(code).min(3).refine(areUnique, 'must differ'),
  why: text,
  ...explained,
})
/** One gap, `___`, has to be filled. */
const gap = z.strictObject({
  kind: z.literal('gap'),
  ...asked,
  code: code.refine((text) => text.split('___').length === 2, 'needs one gap: ___'),
  answers: z.array(text).min(1),
  wrong: z.array(z.strictObject({ text, why: text })).min(1),
  ...explained,
})

export const questionSchema = z.discriminatedUnion('kind', [
  single,
  several,
  trueOrFalse,
  prints,
  line,
  model,
  order,
  gap,
])

export const questionsSchema = z.array(questionSchema).min(SIZES.questions)

/** A check looks at the program's own run (`expect`) or adds Python to it and runs that (`test`). */
const check = z
  .strictObject({
    name: text,
    failed: text,
    expect: z.strictObject(outcome).optional(),
    test: code.optional(),
  })
  .refine((it) => (it.expect === undefined) !== (it.test === undefined), 'needs expect or test')

const MEASURES = [
  'wallMs',
  'cpuMs',
  'longestBlockMs',
  'liveTasksMax',
  'threads',
  'processes',
  'peakMemoryMiB',
] as const

/** `failed` may contain the measured value as `{value}`. */
const condition = z
  .strictObject({
    what: z.enum(MEASURES),
    most: z.number().optional(),
    least: z.number().optional(),
    failed: text,
  })
  .refine((it) => it.most !== undefined || it.least !== undefined, 'needs most or least')

export const challengeSchema = z.strictObject({
  title: text,
  task: text,
  starter: code,
  checks: z.array(check).min(1),
  measured: z.array(condition).default([]),
  hints: z.array(text).min(2),
  solution: code,
})

const tip = z
  .strictObject({
    id,
    text,
    code: code.optional(),
    /** The code can't be run on its own. */
    fragment: z.boolean().default(false),
  })
  .refine(
    ({ text, code = '' }) => text.length + code.length <= SIZES.tip,
    `must be at most ${SIZES.tip} characters together`,
  )
  .refine(
    ({ code = '' }) => code.trimEnd().split('\n').length <= SIZES.tipLines,
    `may have ${SIZES.tipLines} lines of code`,
  )

export const tipsSchema = z.array(tip).min(SIZES.tips)

export type Head = z.infer<typeof headSchema>

export const PARTS: Readonly<Record<Head['part'], string>> = {
  A: 'The idea',
  B: 'asyncio basics',
  C: 'Doing real I/O',
  D: 'Working together',
  E: 'In practice',
}
export type Expectation = z.infer<typeof expectSchema>
export type QuestionText = z.infer<typeof questionsSchema>[number]
export type Check = z.infer<typeof check>
export type Condition = z.infer<typeof condition>
export type ChallengeText = z.infer<typeof challengeSchema>
export type TipText = z.infer<typeof tip>

function right(options: readonly { right: boolean }[]): number {
  return options.filter(({ right }) => right).length
}

function areDifferent(options: readonly { text: string }[]): boolean {
  return areUnique(options.map(({ text }) => text))
}

function areUnique(texts: readonly string[]): boolean {
  return new Set(texts).size === texts.length
}

function isLineOf(code: string, number: string): boolean {
  return /^\d+$/.test(number) && Boolean(code.split('\n')[Number(number) - 1]?.trim())
}

function isPattern(text: string): boolean {
  try {
    new RegExp(text, 'm')
    return true
  } catch {
    return false
  }
}
