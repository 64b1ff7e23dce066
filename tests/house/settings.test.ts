import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { expect, test } from 'vitest'
import { environmentExample, readConfig } from '../../bot/config.ts'

const CHECKOUT = join(import.meta.dirname, '../..')
const example = readFileSync(join(CHECKOUT, '.env.example'), 'utf8')

test('.env.example lists every setting with its default', () => {
  expect(example).toBe(environmentExample())
})

test('.env.example changes nothing when it is used as it is', () => {
  expect(readConfig(parseEnv(example))).toEqual(readConfig({}))
})

test.each(['README.md', 'docs/container.md', 'Containerfile', 'setup'])(
  '%s names only settings that exist',
  (file) => {
    const named = readFileSync(join(CHECKOUT, file), 'utf8').match(/OVERLAP_[A-Z_]*[A-Z]/g) ?? []
    const known = [...Object.keys(parseEnv(example)), 'OVERLAP_LIMIT']
    expect(named.filter((name) => !known.includes(name))).toEqual([])
  },
)
