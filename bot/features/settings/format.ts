/** Parses and formats settings as people type and read them. */
import { UserError } from '../../core/errors.ts'
import type { Request } from '../../core/request.ts'
import { list } from '../../lib/text/quantities.ts'
import { oneLine } from '../../lib/text/visible.ts'
import { suggestZones, zoneNamed } from '../../lib/time-zones.ts'
import {
  type NamedChannel,
  SETTING_KEYS,
  SETTINGS,
  type SettingKey,
  type SettingValues,
} from './table.ts'

/** The name of a setting as people type it: `quizSeconds` → `quiz-seconds`. */
export function nameOf(key: SettingKey): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

export const SETTING_NAMES: readonly string[] = SETTING_KEYS.map(nameOf)

/** The setting with a typed name such as `quiz-seconds`; undefined if there is none. */
export function keyOf(name: string): SettingKey | undefined {
  return SETTING_KEYS.find((key) => nameOf(key) === name)
}

/** A setting's value in words. */
export function said<Key extends SettingKey>(key: Key, value: SettingValues[Key]): string {
  const { unit, none } = SETTINGS[key]
  if (Array.isArray(value)) return value.length > 0 ? list(value.map(channelName), 50) : 'all'
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  if (value === null) return none ?? 'none'
  return unit ? `${value} ${unit}` : String(value)
}

/** A channel's name with a leading `#`. */
export function channelName({ name }: NamedChannel): string {
  return `#${name}`
}

/** Where a value was typed: what `here` means, which channels are mentioned, and which are already set. */
export type Whence = Pick<Request, 'place' | 'mentions'> &
  Readonly<{ channels: readonly NamedChannel[] }>

/**
 * Parses a typed value.
 *
 * @throws {UserError} It doesn't fit; the message says what does.
 */
export function read<Key extends SettingKey>(
  key: Key,
  typed: string,
  whence: Whence,
): SettingValues[Key] {
  const { kind, schema } = SETTINGS[key]
  const text = typed.trim()
  const parsed = schema.safeParse(READERS[kind](text, whence))
  if (parsed.success) return parsed.data as SettingValues[Key]
  throw new UserError(fitting(key, text), `/settings ${nameOf(key)} ${EXAMPLES[kind]}`)
}

type Kind = (typeof SETTINGS)[SettingKey]['kind']

const NONE = new Set(['none', 'no', 'off', ''])
const ON = new Set(['on', 'yes', 'true'])

const READERS: Readonly<Record<Kind, (text: string, whence: Whence) => unknown>> = {
  /** A unit may follow the number. */
  number: (text) =>
    NONE.has(text.toLowerCase()) ? null : Number(/^(\d+)(?:\s[a-z\s]+)?$/i.exec(text)?.[1] ?? NaN),
  switch: (text) =>
    ON.has(text.toLowerCase()) ? true : NONE.has(text.toLowerCase()) ? false : text,
  channels: (text, whence) => (/^(all|none)?$/i.test(text) ? [] : channelsIn(text, whence)),
  zone: (text) => zoneNamed(text) ?? text,
}

const EXAMPLES: Readonly<Record<Kind, string>> = {
  number: '20',
  switch: 'on',
  channels: 'here',
  zone: 'Europe/Berlin',
}

/** Unknown channels are rejected: a list with only a nonexistent channel would silence the tutor everywhere. */
function channelsIn(text: string, whence: Whence): readonly NamedChannel[] {
  const words = text.split(/[\s,]+/).filter(Boolean)
  const named = words.map((word) => channelIn(word, whence))
  return [...new Map(named.map((channel) => [channel.id, channel])).values()]
}

/** `here`, the `#name` of a known channel, or `<#C1|name>` as platforms write it. */
function channelIn(word: string, { place, mentions, channels }: Whence): NamedChannel {
  const here = named(place.channel, place.name)
  if (word.toLowerCase() === 'here') return place.direct ? privately() : here
  const known = place.direct ? channels : [here, ...channels]
  const [, written, label] = /^<#([\w.-]+)(?:\|([^>]*))?>$/.exec(word) ?? []
  if (written !== undefined) {
    return named(written, label || known.find(({ id }) => id === written)?.name)
  }
  const name = word.replace(/^#/, '')
  const id = mentions?.[`#${name}`]
  if (id !== undefined) return named(id, name)
  const found = known.find((each) => each.name === name || each.id === name)
  if (found) return found
  throw new UserError(
    `I don't know the channel “${name}”. Say “here” in that channel.`,
    '/settings channels here',
  )
}

const NAME_LENGTH = 80

/** A channel with its name on one line, since names come from people; the id if there is no name. */
export function named(id: string, name = id): NamedChannel {
  return { id, name: oneLine(name, NAME_LENGTH) }
}

function privately(): never {
  throw new UserError('Direct messages always work. Use this command in the channel you mean.')
}

function fitting(key: SettingKey, text: string): string {
  const { kind, least, most, none } = SETTINGS[key]
  switch (kind) {
    case 'number':
      return `“${nameOf(key)}” must be a whole number from ${least} to ${most}${none ? ', or none' : ''}.`
    case 'switch':
      return `“${nameOf(key)}” must be on or off.`
    case 'channels':
      return '“channels” takes at most 50 channels, or all.'
    case 'zone': {
      const [near] = suggestZones(text, 1)
      return `Unknown time zone “${text}”.${near ? ` Did you mean ${near}?` : ''}`
    }
  }
}
