import { expect, test } from 'vitest'
import { shellLine, shellWords } from '../../bot/lib/text/shell-words.ts'

test.each([
  ['', []],
  ['  --n 3  ', ['--n', '3']],
  [`"two words" 'and $HOME' plain`, ['two words', 'and $HOME', 'plain']],
  [String.raw`a\ b "say \"hi\"" 'it'\''s'`, ['a b', 'say "hi"', "it's"]],
  [`--name="Ada L" ''`, ['--name=Ada L', '']],
  ['"never closed', ['never closed']],
  ['end\\', ['end\\']],
])('%j', (line, words) => {
  expect(shellWords(line)).toEqual(words)
  expect(shellWords(shellLine(words))).toEqual(words)
})
