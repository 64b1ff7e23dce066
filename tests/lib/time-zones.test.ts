import { expect, test } from 'vitest'
import { suggestZones, ZONES, zoneNamed, zoneOf } from '../../bot/lib/time-zones.ts'
import { cpuMs } from '../cpu.ts'

test.each([
  ['Europe/Berlin', 'Europe/Berlin'],
  ['europe/berlin', 'Europe/Berlin'],
  ['berlin', 'Europe/Berlin'],
  ['new york', 'America/New_York'],
  ['America/New York', 'America/New_York'],
  ['utc', 'UTC'],
  ['Asia/Kolkata', 'Asia/Kolkata'],
  ['Asia/Calcutta', 'Asia/Kolkata'],
  ['kyiv', 'Europe/Kyiv'],
  ['kiev', 'Europe/Kyiv'],
  ['São Paulo', 'America/Sao_Paulo'],
  ['+02:00', null],
  ['nowhere', null],
  ['', null],
])('“%s” is the zone %s', (text, zone) => {
  expect(zoneNamed(text)).toBe(zone)
})

test.each([
  ['ber', 'Europe/Berlin'],
  ['calc', 'Asia/Kolkata'],
  ['saigon', 'Asia/Ho_Chi_Minh'],
  ['berlni', 'Europe/Berlin'],
  ['europe/brelin', 'Europe/Berlin'],
  ['new y', 'America/New_York'],
  ['lord', 'Australia/Lord_Howe'],
])('typing “%s” suggests %s', (typed, zone) => {
  expect(suggestZones(typed, 5)).toContain(zone)
})

test('as much as fits into an option is no work', async () => {
  expect(await cpuMs(() => suggestZones('x'.repeat(6000), 25))).toBeLessThan(100)
})

test('every zone that is suggested is one, and is said again as it was suggested', () => {
  expect(ZONES.filter((zone) => zoneOf(zone) !== zone)).toEqual([])
  expect(suggestZones('', 25)).toHaveLength(25)
  expect(suggestZones('xyzzy', 25)).toEqual([])
})
