import { describe, expect, test } from 'vitest'
import type { Advice } from '../../bot/analysis/advice.ts'
import type { Block } from '../../bot/core/message.ts'
import { report } from '../../bot/features/run/report.ts'
import { LIMITS } from '../../sandbox/limits.ts'
import type { RunResult } from '../../sandbox/sandbox.ts'
import { ran } from './results.ts'

const QUIET: Advice = {
  verdict: 'sequential',
  headline: 'It finished in 12 ms; any pool costs more.',
  evidence: ['It used 8 ms of CPU.'],
  findings: [],
  change: null,
  prediction: null,
  quiet: true,
}

const LOUD: Advice = {
  verdict: 'async',
  headline: 'Start the 3 waits together.',
  evidence: ['97% of 3.1 s was waiting.'],
  findings: [
    {
      name: 'sequential-await',
      severity: 'warning',
      line: 8,
      message: 'The waits ran one after another.',
      docs: 'https://docs.python.org/3/library/asyncio-task.html#task-groups',
    },
  ],
  change: null,
  prediction: 'about 1 s if they are independent',
}

function told(result: RunResult, advice: Advice = QUIET, input: string | null = null) {
  const program = { code: 'x', files: [], stdin: null, args: [], notes: [] }
  return report({ program, input, result, advice, raceable: false, again: 'x' }).blocks
}

test('arguments that are missing can be written in a form, and come along with input', () => {
  const stderr = 'usage: main.py [-h] n\nmain.py: error: the following arguments are required: n\n'
  const result = ran({ status: 'error', exitCode: 2, output: [{ stream: 'stderr', text: stderr }] })
  const form = told(result, QUIET, '1\n').find(({ kind }) => kind === 'form')
  expect(form).toMatchObject({
    fields: [{ name: 'args', value: '' }],
    action: { command: 'run', options: { code: 'x', stdin: '1\n' } },
  })
})

function markdown(blocks: readonly Block[]): string {
  return blocks.flatMap((block) => (block.kind === 'markdown' ? [block.text] : [])).join('\n')
}

function code(blocks: readonly Block[]) {
  return blocks.flatMap((block) => (block.kind === 'code' ? [[block.title, block.text]] : []))
}

describe('every kind of end has plain words', () => {
  test.each<[Partial<RunResult>, string]>([
    [{}, 'It ended without any output.'],
    [{ status: 'error', exitCode: 3 }, 'It ended with exit code 3.'],
    [{ status: 'error', exitCode: 137 }, 'It ended with exit code 137.'],
    [{ status: 'timeout', wallMs: 10_104 }, "Stopped after 10 s: it hadn't finished on its own."],
    [
      { status: 'timeout', cpuMs: 15_010 },
      'Stopped after 15 s of computing, the most a program may use.',
    ],
    [{ status: 'memory' }, 'Stopped: it needed more than 256 MiB of memory.'],
    [{ status: 'output' }, 'Stopped: it wrote more than 4 MiB.'],
    [{ status: 'signal', signal: 'SIGSEGV' }, 'Ended by a crash of the interpreter (SIGSEGV).'],
    [{ status: 'signal', signal: 'SIGUSR1' }, 'Ended by the signal `SIGUSR1`.'],
  ])('%j', (result, words) => {
    expect(markdown(told(ran(result)))).toContain(words)
  })

  test('the limits named are those of this house', () => {
    const program = { code: 'x', files: [], stdin: null, args: [], notes: [] }
    const limits = { ...LIMITS, memoryBytes: 64 * 1024 ** 2 }
    const result = ran({ status: 'memory' })
    const { blocks } = report({
      program,
      input: null,
      result,
      advice: QUIET,
      raceable: false,
      again: 'x',
      limits,
    })
    expect(markdown(blocks)).toContain('more than 64 MiB')
  })
})

test('an error is named once', () => {
  const error = { type: 'ZeroDivisionError', message: 'division by zero', line: 2, lines: [2] }
  const trace = { inputRequested: false, error } as RunResult['trace']
  const failed = ran({ status: 'error', exitCode: 1, trace })
  const named = 'It ended with an error in line 2: `ZeroDivisionError: division by zero`'
  expect(markdown(told(failed))).toContain(named)
  const advice = { ...LOUD, headline: 'ZeroDivisionError: division by zero at line 2.' }
  expect(markdown(told(failed, advice))).not.toContain(named)
})

describe('output', () => {
  const out = (text: string) => ({ stream: 'stdout', text }) as const
  const err = (text: string) => ({ stream: 'stderr', text }) as const

  test('the two streams are kept apart and in their order', () => {
    expect(code(told(ran({ output: [out('a\n'), out('b\n'), err('c\n'), out('d\n')] })))).toEqual([
      ['Output', 'a\nb'],
      ['Error output (stderr)', 'c'],
      ['Output', 'd'],
    ])
  })

  test('streams that change often become one block with marked lines', () => {
    const output = ['1', '2', '3'].flatMap((n) => [out(`out ${n}\n`), err(`err ${n}\n`)])
    expect(code(told(ran({ output })))).toEqual([
      ['Output (lines marked ! went to stderr)', 'out 1\n! err 1\nout 2\n! err 2\nout 3\n! err 3'],
    ])
  })

  test('colours go, control characters show', () => {
    const [[, text] = []] = code(told(ran({ output: [out('\u001b[31mred\u001b[0m\u0000\u202e')] })))
    expect(text).toBe('red␀<U+202E>')
  })

  test('long output may start folded, and has a name as a file', () => {
    const [block] = told(ran({ output: [out('line\n'.repeat(100))] }))
    expect(block).toMatchObject({ fold: true, name: 'output.txt' })
  })

  test('what was not kept is counted where it is missing', () => {
    const half = 'x'.repeat(LIMITS.outputBytes / 2)
    const output = [out(half), out('tail')]
    const [[, text] = []] = code(told(ran({ output, droppedBytes: 3 * 1024 ** 2 })))
    expect(text).toBe(`${half}\n[… 3 MiB left out here …]\ntail`)
  })
})

test('hosts that the practice web answered for are named, and cannot smuggle markup in', () => {
  const blocks = told(ran({ practiceHosts: ['example.com', '*x*', 'c', 'd'] }))
  expect(markdown(blocks)).toContain(
    'The practice web answered for `example.com`, `*x*`, `c` and 1 more; there is no internet in the jail.',
  )
})

test('the whole reasoning is one press away, also under a quiet line', () => {
  const reasoning = ['Did the run end badly? No.', 'Is it a trifle? It is done in 12 ms.']
  expect(told(ran({}), { ...QUIET, reasoning }).at(-1)).toEqual({
    kind: 'fold',
    title: 'Why?',
    text: '- Did the run end badly? No.\n- Is it a trifle? It is done in 12 ms.',
  })
})

test('where nothing is to be gained, one quiet line says so', () => {
  expect(markdown(told(ran({ output: [{ stream: 'stdout', text: '1' }] })))).toBe(
    'It finished in 12 ms; any pool costs more.',
  )
})

test('a verdict comes with evidence, findings with lines and docs, and the prediction, and no code that was not run', () => {
  const blocks = told(ran({ wallMs: 3100 }), LOUD)
  expect(markdown(blocks)).toContain(
    [
      '### Use async',
      '**Start the 3 waits together.**',
      '- 97% of 3.1 s was waiting.',
      '- Line 8: The waits ran one after another. ([docs](<https://docs.python.org/3/library/asyncio-task.html#task-groups>))',
    ].join('\n\n'),
  )
  expect(code(blocks)).toEqual([])
  expect(markdown(blocks)).toContain('about 1 s if they are independent')
})

test('a proved change is shown whole, with what was measured in the place of the prediction', () => {
  const program = 'import asyncio\n…'
  const reason = 'Same output.'
  const proof = { status: 'proved', reason, beforeMs: 2400, afterMs: 1000, program } as const
  const blocks = told(ran({}), { ...LOUD, proof })
  expect(markdown(blocks)).toContain('**Measured:** 2.4 s → 1 s. Same output.')
  expect(code(blocks)).toEqual([['The changed program', program]])
  expect(markdown(blocks)).not.toContain('about 1 s if they are independent')
})

test('a change that was tried in vain is told in words, without code', () => {
  const reason = 'The changed program printed something else.'
  const proof = { status: 'differs', reason, beforeMs: 2400, afterMs: 1000, program: null } as const
  const blocks = told(ran({}), { ...LOUD, proof })
  expect(markdown(blocks)).toContain('the changed program printed something else')
  expect(code(blocks)).toEqual([])
})

test('a finding that is the headline is not said twice, and keeps its link', () => {
  const [finding] = LOUD.findings
  const findings = finding ? [{ ...finding, message: LOUD.headline }] : []
  const text = markdown(told(ran({}), { ...LOUD, findings }))
  expect(text.split('Start the 3 waits together.')).toHaveLength(2)
  expect(text).toContain('**Start the 3 waits together.** ([docs]')
})

test('a link that leads out of the Python documentation is not shown', () => {
  const finding = {
    ...LOUD.findings[0],
    docs: 'https://evil.example',
  } as Advice['findings'][number]
  expect(markdown(told(ran({}), { ...LOUD, findings: [finding] }))).not.toContain('evil')
})

test('files come back', () => {
  const files = [{ name: 'plot.png', content: new Uint8Array([1]) }]
  expect(told(ran({ files }))).toContainEqual({ kind: 'file', ...files[0] })
  const content = new Uint8Array([0x89, 0x50, 0x4e, 0x47])
  const [picture] = told(ran({ files: [{ name: 'a.png', content }] })).filter(
    ({ kind }) => kind === 'file',
  )
  expect(picture).toMatchObject({ name: 'a.png', alt: "The program's picture a.png" })
})

describe('a program that asks for input', () => {
  const asking = { inputRequested: true, error: null }
  const form = (error: string | null, input: string | null) => {
    const trace = { ...asking, error: error && { type: error, message: '', line: 1, lines: [] } }
    return told(ran({ trace: trace as RunResult['trace'] }), QUIET, input).find(
      ({ kind }) => kind === 'form',
    )
  }

  test('is given a form when it got none', () => {
    expect(form('EOFError', null)).toMatchObject({ fields: [{ name: 'stdin', value: '' }] })
  })

  test('is given the form with what it had when that was too little', () => {
    expect(form('EOFError', '3\n')).toMatchObject({ fields: [{ value: '3\n' }] })
  })

  test('is left alone when it got enough', () => {
    expect(form(null, '3\n')).toBeUndefined()
  })
})
