/** Time zones by their IANA names, found as people write them. */
import { nearest } from './nearest.ts'

/** Node still says the left name, IANA and the people there the right one. */
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

/** Every zone that Node knows, and UTC. */
export const ZONES: readonly string[] = ['UTC', ...Intl.supportedValuesOf('timeZone').map(renamed)]

/** As IANA writes it, whatever the case; null for anything that is no zone, offsets such as +02:00 included. */
export function zoneOf(name: string): string | null {
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions()
    return /^[+-]/.test(timeZone) ? null : renamed(timeZone)
  } catch {
    return null
  }
}

/** As `zoneOf`; where one city is meant, its name alone is enough: `berlin`, `new york`. */
export function zoneNamed(text: string): string | null {
  const wanted = plain(text)
  const cities = ZONES.filter((zone) => plain(cityOf(zone)) === wanted)
  if (cities.length === 1 && cities[0]) return cities[0]
  return zoneOf(text.trim().replaceAll(' ', '_'))
}

/** What may be meant, the likeliest first: cities that begin so, then parts, then names that are a slip away. */
export function suggestZones(typed: string, most: number): readonly string[] {
  const wanted = plain(typed)
  if (wanted === '') return ZONES.slice(0, most)
  const ranked = ZONES.map((zone) => ({ zone, rank: rankOf(zone, wanted) }))
    .filter(({ rank }) => rank < Infinity)
    .toSorted((a, b) => a.rank - b.rank)
  if (ranked.length > 0) return ranked.slice(0, most).map(({ zone }) => zone)
  const byName = new Map(
    ZONES.flatMap((zone) => [plain(cityOf(zone)), plain(zone)].map((name) => [name, zone])),
  )
  const slip = byName.get(nearest(wanted, byName.keys()) ?? '')
  return slip === undefined ? [] : [slip]
}

function rankOf(zone: string, wanted: string): number {
  const [name, city] = [plain(zone), plain(cityOf(zone))]
  const ranks = [
    city === wanted || name === wanted,
    city.startsWith(wanted),
    name.startsWith(wanted),
  ]
  const at = [...ranks, name.includes(wanted)].indexOf(true)
  return at < 0 ? Infinity : at
}

function cityOf(zone: string): string {
  return zone.slice(zone.lastIndexOf('/') + 1)
}

function plain(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, ' ')
}

function renamed(zone: string): string {
  return RENAMED[zone] ?? zone
}
