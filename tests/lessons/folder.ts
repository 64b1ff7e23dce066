/** A folder with one small, sound lesson, but for the files given. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

export function lessonFolder(files: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'overlap-lessons-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  mkdirSync(join(folder, '01-first'))
  for (const [name, text] of Object.entries({ ...SOUND, ...files })) {
    writeFileSync(join(folder, '01-first', name), text)
  }
  return folder
}

const single = (id: string) => `- id: ${id}
  kind: single
  level: 3
  question: Which?
  options:
    - { text: This, right: true, why: It is. }
    - { text: That, right: false, why: It is not. }
  explanation: This one.
`

export const SOUND: Readonly<Record<string, string>> = {
  'lesson.md': `---
number: 1
title: First
part: A
aim: To be checked.
also: some words
docs: https://docs.python.org/3/
challenge: true
---
Some words.

## Example: Two
Look at: the output.
\`\`\`python
print("two")
\`\`\`
\`\`\`expect
status: ok
output: two
wallMs: [0, 2000]
verdict: sequential
\`\`\`

## Misconception
None.
`,
  'questions.yaml': `- id: prints-two
  kind: prints
  level: 1
  question: What does this print?
  code: print(2)
  options:
    - { text: "2", right: true, why: It does. }
    - { text: "3", right: false, why: It does not. }
  explanation: It prints two.
${[...'bcdefghijklmn'].map(single).join('')}`,
  'challenge.yaml': `title: Twice
task: Make it twice as much.
starter: |
  def twice(n):
      return n
checks:
  - name: Twice
    failed: It is not twice as much.
    test: assert twice(4) == 8
hints: [Add., Add it to itself.]
solution: |
  def twice(n):
      return n + n
`,
  'tips.yaml': `- { id: one, text: One., code: print(1) }
- { id: two, text: Two. }
- { id: three, text: Three. }
`,
}
