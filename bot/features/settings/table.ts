/** All settings: one row each, with bounds, initial value and wording. */
import { z } from 'zod'
import { zoneOf } from '../../lib/time-zones.ts'

type Row<Schema extends z.ZodType = z.ZodType> = Readonly<{
  title: string
  about: string
  /** How it is parsed and formatted: see `format.ts`. */
  kind: 'number' | 'switch' | 'channels' | 'zone'
  schema: Schema
  initial: z.output<Schema>
  /** Bounds of a number. */
  least?: number
  most?: number
  unit?: string
  /** Wording for “no value”; without it, a number is required. */
  none?: string
}>

function row<Schema extends z.ZodType>(row: Row<Schema>): Row<Schema> {
  return row
}

type Amount = Readonly<{
  about: string
  least: number
  most: number
  initial: number
  unit: string
}>

function amount(title: string, given: Amount) {
  return row({ ...given, title, kind: 'number', schema: z.int().min(given.least).max(given.most) })
}

function perHour(title: string) {
  return row({
    title,
    about: 'Per person per hour; the per-minute limit still applies',
    kind: 'number',
    schema: z.int().min(1).max(10_000).nullable(),
    initial: null,
    least: 1,
    most: 10_000,
    unit: 'an hour',
    none: 'no hourly limit',
  })
}

/** `name`: the channel's name when it was set. */
const namedChannel = z.strictObject({ id: z.string().max(100), name: z.string().max(100) })
export type NamedChannel = Readonly<z.output<typeof namedChannel>>

export const SETTINGS = {
  channels: row({
    title: 'Channels',
    about: 'Where I answer; direct messages always work',
    kind: 'channels',
    schema: z.array(namedChannel).max(50),
    initial: [],
  }),
  runsPerHour: perHour('Runs per hour'),
  modelCallsPerHour: perHour('Model answers per hour'),
  model: row({
    title: 'Language model',
    about:
      'Answers questions with the language model, if one is set up; otherwise from the lessons',
    kind: 'switch',
    schema: z.boolean(),
    initial: true,
  }),
  quizQuestions: amount('Questions of a quiz', {
    about: 'Default for quizzes',
    least: 1,
    most: 20,
    initial: 5,
    unit: 'questions',
  }),
  quizSeconds: amount('Time for a question', {
    about: 'Default for group quizzes',
    least: 5,
    most: 300,
    initial: 30,
    unit: 'seconds',
  }),
  keepAnswers: amount('Keep answers', {
    about: 'Answers to quiz questions',
    least: 30,
    most: 3650,
    initial: 1095,
    unit: 'days',
  }),
  keepVotes: amount('Keep votes', {
    about: 'Questions asked, their answers, and votes on them',
    least: 1,
    most: 730,
    initial: 180,
    unit: 'days',
  }),
  keepTalk: amount('Keep conversations', {
    about: 'How long conversations are remembered',
    least: 1,
    most: 90,
    initial: 7,
    unit: 'days',
  }),
  timezone: row({
    title: 'Time zone',
    about: "For people who haven't set their own",
    kind: 'zone',
    schema: z
      .string()
      .max(64)
      .refine((name) => zoneOf(name) !== null),
    initial: 'UTC',
  }),
} as const

export type SettingKey = keyof typeof SETTINGS

export type SettingValues = Readonly<{
  [Key in SettingKey]: z.output<(typeof SETTINGS)[Key]['schema']>
}>

export const SETTING_KEYS = Object.keys(SETTINGS) as readonly SettingKey[]

/** Parses stored settings; invalid or missing values become the initial ones. */
export function valuesOf(stored: unknown): SettingValues {
  const given = z.record(z.string(), z.unknown()).catch({}).parse(stored)
  const entries = SETTING_KEYS.map((key) => {
    const { schema, initial } = SETTINGS[key]
    const parsed = schema.safeParse(given[key])
    return [key, parsed.success ? parsed.data : initial]
  })
  return Object.fromEntries(entries) as SettingValues
}
