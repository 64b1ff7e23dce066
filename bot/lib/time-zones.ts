/** Finds IANA time zones by the names people type. */
import { nearest } from './nearest.ts'

/** Node still uses the left name; IANA, and the people there, use the right one. */
const RENAMED: Readonly<Record<string, string>> = {
  'Africa/Asmera': 'Africa/Asmara',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Catamarca': 'America/Argentina/Catamarca',
  'America/Coral_Harbour': 'America/Atikokan',
  'America/Cordoba': 'America/Argentina/Cordoba',
  'America/Godthab': 'America/Nuuk',
  'America/Indianapolis': 'America/Indiana/Indianapolis',
  'America/Jujuy': 'America/Argentina/Jujuy',
  'America/Louisville': 'America/Kentucky/Louisville',
  'America/Mendoza': 'America/Argentina/Mendoza',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
  'Pacific/Enderbury': 'Pacific/Kanton',
  'Pacific/Ponape': 'Pacific/Pohnpei',
  'Pacific/Truk': 'Pacific/Chuuk',
}

/** Every time zone that Node knows, and UTC. */
export const ZONES: readonly string[] = ['UTC', ...Intl.supportedValuesOf('timeZone').map(renamed)]

/** Names of each zone, old ones last. */
const NAMES = [...ZONES, ...Object.keys(RENAMED)].map((name) => ({
  zone: renamed(name),
  name: plain(name),
  city: plain(name.slice(name.lastIndexOf('/') + 1)),
}))

type Named = (typeof NAMES)[number]

/** Returns a zone by its IANA name, ignoring case; null for anything else, including offsets such as +02:00. */
export function zoneOf(name: string): string | null {
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions()
    return /^[+-]/.test(timeZone) ? null : renamed(timeZone)
  } catch {
    return null
  }
}

/** As `zoneOf`, but also accepts a city alone where it is unambiguous: `berlin`, `new york`. */
export function zoneNamed(text: string): string | null {
  const wanted = plain(text)
  const zones = new Set(NAMES.filter(({ city }) => city === wanted).map(({ zone }) => zone))
  const [only = null] = zones
  return zones.size === 1 ? only : zoneOf(text.trim().replaceAll(' ', '_'))
}

/** Suggests zones, best match first: cities with this prefix, then partial matches, then names with a typo. */
export function suggestZones(typed: string, most: number): readonly string[] {
  const wanted = plain(typed)
  if (wanted === '') return ZONES.slice(0, most)
  const ranked = NAMES.map((named) => ({ ...named, rank: rankOf(named, wanted) }))
    .filter(({ rank }) => rank < Infinity)
    .toSorted((a, b) => a.rank - b.rank)
  const found = ranked.length > 0 ? ranked : slips(wanted)
  return [...new Set(found.map(({ zone }) => zone))].slice(0, most)
}

function slips(wanted: string): readonly Named[] {
  const near = nearest(
    wanted,
    NAMES.flatMap(({ city, name }) => [city, name]),
  )
  return NAMES.filter(({ city, name }) => city === near || name === near)
}

function rankOf({ name, city }: Named, wanted: string): number {
  const ranks = [
    city === wanted || name === wanted,
    city.startsWith(wanted),
    name.startsWith(wanted),
    name.includes(wanted),
  ]
  const at = ranks.indexOf(true)
  return at < 0 ? Infinity : at
}

function renamed(name: string): string {
  return RENAMED[name] ?? name
}

/** Removes case, accents and separators. */
function plain(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, ' ')
}
