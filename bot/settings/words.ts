/** Settings as people type them and read them. */
import { UserError } from '../errors.ts'
import { list } from '../text/quantities.ts'
import { suggestZones, zoneNamed } from '../zones.ts'
import { SETTING_KEYS, SETTINGS, type SettingKey, type SettingValues } from './table.ts'

/** `quizSeconds` → `quiz-seconds` */
export function nameOf(key: SettingKey): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

export const SETTING_NAMES: readonly string[] = SETTING_KEYS.map(nameOf)

export function keyOf(name: string): SettingKey | undefined {
  return SETTING_KEYS.find((key) => nameOf(key) === name)
}

/** The value in words. */
export function said<Key extends SettingKey>(key: Key, value: SettingValues[Key]): string {
  const { unit, none } = SETTINGS[key]
  if (Array.isArray(value)) return value.length > 0 ? list(value.map(channelName), 50) : 'all'
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  if (value === null) return none ?? 'none'
  return unit ? `${value} ${unit}` : String(value)
}

/** `#lobby`; the id where the platform has told no name. */
export function channelName(channel: string): string {
  return `#${channel}`
}

/** The value that was typed; `here` is a channel's place. Throws a `UserError` that says what fits. */
export function read<Key extends SettingKey>(
  key: Key,
  typed: string,
  here: string | null,
): SettingValues[Key] {
  const { kind, schema } = SETTINGS[key]
  const text = typed.trim()
  const parsed = schema.safeParse(READERS[kind](text, here))
  if (parsed.success) return parsed.data as SettingValues[Key]
  throw new UserError(fitting(key, text), `/settings ${nameOf(key)} ${EXAMPLES[kind]}`)
}

type Kind = (typeof SETTINGS)[SettingKey]['kind']

const NONE = new Set(['none', 'no', 'off', ''])
const ON = new Set(['on', 'yes', 'true'])

const READERS: Readonly<Record<Kind, (text: string, here: string | null) => unknown>> = {
  number: (text) => (NONE.has(text.toLowerCase()) ? null : Number(/^\d+/.exec(text)?.[0] ?? text)),
  switch: (text) =>
    ON.has(text.toLowerCase()) ? true : NONE.has(text.toLowerCase()) ? false : text,
  channels: (text, here) => (/^(all|none)?$/i.test(text) ? [] : channelsIn(text, here)),
  zone: (text) => zoneNamed(text) ?? text,
}

const EXAMPLES: Readonly<Record<Kind, string>> = {
  number: '20',
  switch: 'on',
  channels: 'here',
  zone: 'Europe/Berlin',
}

/** Platforms write a channel as `<#C1>` or `<#C1|name>`; people as `#name`. */
function channelsIn(text: string, here: string | null): readonly string[] {
  const names = text.split(/[\s,]+/).filter(Boolean)
  const channels = names.map((name) => {
    if (name.toLowerCase() === 'here') return here ?? privately()
    return /^<#([^|>]+)(?:\|[^>]*)?>$/.exec(name)?.[1] ?? name.replace(/^#/, '')
  })
  return [...new Set(channels)]
}

function privately(): never {
  throw new UserError(
    'This is a direct message; those always work. Say it in the channel you mean.',
  )
}

function fitting(key: SettingKey, text: string): string {
  const { kind, least, most, none } = SETTINGS[key]
  switch (kind) {
    case 'number':
      return `“${nameOf(key)}” has to be a whole number from ${least} to ${most}${none ? ', or none' : ''}.`
    case 'switch':
      return `“${nameOf(key)}” has to be on or off.`
    case 'channels':
      return '“channels” has to name at most 50 channels, or all.'
    case 'zone': {
      const [near] = suggestZones(text, 1)
      return `I know no time zone “${text}”.${near ? ` Did you mean ${near}?` : ''}`
    }
  }
}
