import { describe, expect, test } from 'vitest'
import { compareOutputs, keepsOutput } from '../../../bot/analysis/proof/output.ts'
import { ran } from '../runs.ts'

const printed = (...lines: string[]) =>
  ran({ output: lines.map((line) => ({ stream: 'stdout', text: `${line}\n` })) })
const wrote = (name: string, text: string) =>
  ran({ files: [{ name, content: new TextEncoder().encode(text) }] })

describe('the same output', () => {
  test('is the same text', () => {
    expect(compareOutputs(printed('a', 'b'), null, printed('a', 'b'))).toBe('same')
    expect(compareOutputs(printed('a', 'b'), null, printed('a', 'c'))).toBe('different')
    expect(compareOutputs(printed('a'), null, printed('a', 'a'))).toBe('different')
    expect(compareOutputs(printed(), null, printed())).toBe('same')
  })

  test('may differ in what two runs of the program differ in, and in nothing else', () => {
    const [before, again] = [printed('sum 45', 'took 2.01 s'), printed('sum 45', 'took 2.34 s')]
    expect(compareOutputs(before, again, printed('sum 45', 'took 0.41 s'))).toBe('same')
    expect(compareOutputs(before, again, printed('sum 46', 'took 0.41 s'))).toBe('different')
    expect(compareOutputs(before, again, printed('sum 45', 'took 0.41 ms'))).toBe('different')
    expect(compareOutputs(before, null, printed('sum 45', 'took 0.41 s'))).toBe('different')
  })

  test('is told apart from the same lines in another order', () => {
    expect(compareOutputs(printed('a', 'b'), null, printed('b', 'a'))).toBe('reordered')
    expect(compareOutputs(printed('a', 'a', 'b'), null, printed('b', 'b', 'a'))).toBe('different')
  })

  test('is also what the program leaves behind in files', () => {
    expect(compareOutputs(wrote('x', '1'), null, wrote('x', '1'))).toBe('same')
    expect(compareOutputs(wrote('x', '1'), null, wrote('x', '2'))).toBe('different')
    expect(compareOutputs(wrote('x', '1'), wrote('x', '3'), wrote('x', '2'))).toBe('same')
    expect(compareOutputs(wrote('x', '1'), null, ran())).toBe('different')
  })
})

test('of a program that was stopped, what it printed until then has to be there', () => {
  expect(keepsOutput(printed('a'), null, printed('a', 'b'))).toBe(true)
  expect(keepsOutput(printed('a'), null, printed('b'))).toBe(false)
  expect(keepsOutput(printed(), null, printed('b'))).toBe(true)
})
