import { describe, expect, test } from 'vitest'
import { UserError } from '../../bot/core/errors.ts'
import { besidesFences } from '../../bot/reading/fences.ts'
import { readProgram } from '../../bot/reading/program.ts'
import { asMessage } from '../../bot/reading/written.ts'
import { LIMITS } from '../../sandbox/limits.ts'
import { cpuMs } from '../cpu.ts'

const fence = (info: string, ...lines: string[]) => ['```'.concat(info), ...lines, '```'].join('\n')
const file = (name: string, text: string) => ({ name, content: new TextEncoder().encode(text) })
const read = (text: string, ...attached: ReturnType<typeof file>[]) => {
  const reading = readProgram(text, attached)
  if (reading === null) return null
  const { code, files, stdin, notes } = reading.program
  const texts = files.map(({ name, content }) => [name, new TextDecoder().decode(content)])
  return { how: reading.how, code, files: Object.fromEntries(texts), stdin, notes }
}

describe('fenced blocks', () => {
  const x = 'x = 1'
  test.each([
    ['a block marked python', fence('python', x)],
    ['a block marked py3', fence('py3', x)],
    ['a block without a language', fence('', x)],
    ['tildes', `~~~python\n${x}\n~~~`],
    ['a longer fence', `\`\`\`\`python\n${x}\n\`\`\`\``],
    ['a fence closed at the end of a line, as in Discord', `\`\`\`py\n${x}\`\`\``],
    ['a fence with code on its first line, as in Slack', `\`\`\`${x}\`\`\``],
    ['a fence in the middle of a line', `look: \`\`\`${x}\`\`\` nice`],
    ['a fence that is never closed', `\`\`\`python\n${x}`],
    ['Windows line ends', fence('python', x).replaceAll('\n', '\r\n')],
    ['prose around it', `Why?\n\n${fence('python', x)}\n\nThanks`],
  ])('%s is read', (_, text) => {
    expect(read(text)).toMatchObject({ how: 'marked', code: x, files: {}, notes: [] })
  })

  test('many statements in a fence are no program without one', () => {
    const code = 'import a\nimport b\nfor c in a:\n    b(c)\nprint(c)'
    expect(read(fence('python', code))).toMatchObject({ how: 'marked', code })
  })

  test('Slack code may begin beside the fence and go on below it', () => {
    expect(read('```import asyncio\nprint(1)\n```')?.code).toBe('import asyncio\nprint(1)')
  })

  test('all Python blocks are joined in their order', () => {
    const text = `First\n${fence('python', 'a = 1')}\nthen\n${fence('python', 'print(a)')}`
    expect(read(text)?.code).toBe('a = 1\n\nprint(a)')
  })

  test('a fence inside a docstring does not end the program', () => {
    const code = 'def f():\n    """\n    ```\n    example\n    ```\n    """\nf()'
    expect(read(fence('python', code))?.code).toBe(code)
  })

  test('a program with a fence in a string is taken whole when it stands without one', () => {
    const code = 'text = """\n```python\nx\n```\n"""\nprint(text)'
    expect(read(code)).toMatchObject({ how: 'plain', code })
  })

  test('broken Python in a fence is a program all the same: its error teaches', () => {
    expect(read(fence('python', 'print('))?.code).toBe('print(')
  })

  test.each([
    ['shell commands', fence('bash', 'pip install x')],
    ['a traceback', fence('', 'Traceback (most recent call last):', '  File "x"', 'ValueError: x')],
    ['data', fence('json', '{"a": 1}')],
  ])('%s in a fence are no program', (_, text) => {
    expect(read(text)).toBeNull()
  })

  test('output shown beside the program is left out', () => {
    expect(read(`${fence('python', 'print(1)')}\n${fence('', '1 is printed')}`)?.code).toBe(
      'print(1)',
    )
  })

  test.each([
    ['args: --n 3', ['--n', '3']],
    ['Hi! What is wrong with it?\nargs: "two words" x', ['two words', 'x']],
    ['**args:** `--path /tmp`', ['--path', '/tmp']],
  ])('a line %j above the block is what the program is started with', (line, args) => {
    const program = fence('python', 'import sys', 'print(sys.argv)')
    expect(readProgram(`${line}\n${program}`)?.program.args).toEqual(args)
    expect(readProgram(`${line}\n\n${program}`)?.program.args).toEqual(args)
    expect(besidesFences(`${line}\n${program}`)).not.toContain('args')
  })

  test('args in the program itself are its own', () => {
    const text = fence('python', 'args: list = [1]', 'print(args)')
    expect(readProgram(text)?.program.args).toEqual([])
  })

  test('a block marked stdin is what the program reads', () => {
    const text = `${fence('stdin', '3', '4')}\n${fence('python', 'print(input())')}`
    expect(read(text)).toMatchObject({ code: 'print(input())', stdin: '3\n4' })
  })
})

describe('several files', () => {
  const helper = 'def f():\n    return 1'
  const main = 'from helper import f\nprint(f())'
  test.each([
    ['after the language', `${fence('python helper.py', helper)}\n${fence('python', main)}`],
    ['as a title', `${fence('python title="helper.py"', helper)}\n${fence('python', main)}`],
    ['instead of the language', `${fence('helper.py', helper)}\n${fence('python', main)}`],
    ['on the line before', `**helper.py**:\n${fence('python', helper)}\n${fence('python', main)}`],
    ['in code on the line before', `\`helper.py\`\n${fence('', helper)}\n${fence('', main)}`],
  ])('a name %s makes a block a file of its own', (_, text) => {
    expect(read(text)).toMatchObject({ code: main, files: { 'helper.py': helper } })
  })

  test('a name in a comment on the first line counts too', () => {
    const named = `# helper.py\n${helper}`
    const text = `${fence('python', named)}\n${fence('python', main)}`
    expect(read(text)).toMatchObject({ code: main, files: { 'helper.py': named } })
  })

  test('of named files, the one that no other imports is run, and the answer says so', () => {
    const text = `${fence('python app.py', main)}\n${fence('python helper.py', helper)}`
    const program = read(text)
    expect(program?.code).toBe(main)
    expect(program?.notes).toEqual(['Running `app.py`; your other files are next to it.'])
  })

  test('main.py is run whatever its place', () => {
    const text = `${fence('python main.py', main)}\n${fence('python other.py', 'x = 1')}`
    expect(read(text)).toMatchObject({ code: main, files: { 'other.py': 'x = 1' } })
  })

  test('a block of another language with a name lies beside', () => {
    const text = `${fence('json data.json', '{}')}\n${fence('python', 'open("data.json")')}`
    expect(read(text)?.files).toEqual({ 'data.json': '{}\n' })
  })

  test('attached Python is run, and attached data lies beside', () => {
    const program = read('', file('job.py', 'print(1)'), file('numbers.txt', '1 2'))
    expect(program).toMatchObject({ how: 'marked', code: 'print(1)' })
    expect(program?.files).toMatchObject({ 'numbers.txt': '1 2' })
  })

  test('attachments lie beside fenced code', () => {
    const program = read(fence('python', 'import job'), file('job.py', 'print(1)'))
    expect(program).toMatchObject({ code: 'import job', files: { 'job.py': 'print(1)' } })
  })

  test.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\me\\data.csv', 'data.csv'],
    ['.bashrc', 'bashrc'],
    ['a\u202eb c.txt', 'a_b_c.txt'],
    ['..', 'file'],
  ])('the attachment %s is called %s', (name, safe) => {
    const { files } = read(fence('python', 'x = 1'), file(name, '')) ?? {}
    expect(Object.keys(files ?? {})).toEqual([safe])
  })
})

describe('fixing what copying does', () => {
  test.each([
    ['Python prompts', '>>> x = 1\n>>> x\n1', 'x = 1\nx'],
    [
      'continued lines',
      '>>> for i in range(2):\n...     print(i)\n...\n0\n1',
      'for i in range(2):\n    print(i)\n',
    ],
    ['IPython prompts', 'In [1]: x = 1\nIn [2]: x\nOut[2]: 1', 'x = 1\nx'],
  ])('%s are taken out, and the answer says so', (_, transcript, code) => {
    const program = read(fence('python', transcript))
    expect(program?.code).toBe(code)
    expect(program?.notes).toEqual(['I removed the prompts (`>>>`) and their output.'])
  })

  test('a transcript without a fence is offered', () => {
    expect(read('>>> 1 + 1\n2')).toMatchObject({ how: 'plain', code: '1 + 1' })
  })

  test.each([
    ['print(“hi”)', 'print("hi")'],
    ['print(‘it’)', "print('it')"],
    ['x\u00a0=\u00a01', 'x = 1'],
    ['x = 5 − 3', 'x = 5 - 3'],
    ['x\u200b = 1', 'x = 1'],
    ['x = 5 \u2014 3', 'x = 5 - 3'],
    ['def f(): \u2026', 'def f(): ...'],
    ['def f() \u2192 int: return 1', 'def f() -> int: return 1'],
    ['x\u2009=\u202f1\u205f+\u30002', 'x = 1 + 2'],
    ['print(\u201csay "hi"\u201d)', 'print(\'say "hi"\')'],
    ['print(\u201cit\u2019s \u2014 fine\u201d)', 'print("it\u2019s \u2014 fine")'],
    ['print("hello\u201d)', 'print("hello")'],
    ['\u201c\u201c\u201cDoc.\u201d\u201d\u201d\nx = 1', '"""Doc."""\nx = 1'],
  ])('%s is made plain', (typed, code) => {
    const program = read(fence('python', typed))
    expect(program?.code).toBe(code)
    expect(program?.notes).toHaveLength(1)
  })

  test.each([
    ['x = \u2026  # wait \u2014 for it', 'x = ...  # wait \u2014 for it', '`\u2026`'],
    ["print('a \u2014 b', 1 \u2014 2)", "print('a \u2014 b', 1 - 2)", 'long dashes'],
    ['print(\u201c\u2026\u201d,\u00a01)', 'print("\u2026", 1)', 'curly quotes and special spaces'],
  ])('%s is repaired outside of strings and comments only', (typed, code, what) => {
    expect(read(fence('python', typed))).toMatchObject({
      code,
      notes: [`I replaced ${what} with the characters Python expects.`],
    })
  })

  test('a transcript whose dots became one character is read', () => {
    const typed = '>>> for i in range(2):\n\u2026     print(i)\n0\n1'
    expect(read(fence('python', typed))?.code).toBe('for i in range(2):\n    print(i)')
  })

  test('the lines of a notebook are taken out, and lines keep their numbers', () => {
    const cell = [
      '!pip install nest_asyncio',
      'import asyncio, nest_asyncio as n',
      '%matplotlib inline',
      'async def main():',
      '    await asyncio.sleep(0.1)',
      'files = !ls *.py',
      'asyncio.run?',
      '%timeit -n 10 -r3 asyncio.run(main())',
    ]
    const program = read(fence('python', ...cell))
    expect(program?.code.split('\n')).toEqual([
      '# !pip install nest_asyncio',
      'import asyncio, nest_asyncio as n',
      '# %matplotlib inline',
      'async def main():',
      '    await asyncio.sleep(0.1)',
      '# files = !ls *.py',
      '# asyncio.run?',
      'asyncio.run(main())',
    ])
    expect(program?.notes).toEqual([
      '`!pip install nest_asyncio`, `%matplotlib inline`, `files = !ls *.py` and 1 more are for a notebook, so I left them out.',
      'I ran the code after `%timeit` as plain Python: every run is timed here anyway.',
    ])
  })

  test('a cell that awaits at the top level runs as a script', () => {
    const cell = [
      '%%time',
      'async def main(n):',
      '    return n',
      '',
      'x = await main(3)',
      'print(x)',
    ]
    const program = read(fence('python', ...cell))
    expect(program?.code.split('\n')[4]).toBe('import asyncio; x = asyncio.run(main(3))')
    expect(program?.notes).toHaveLength(2)
  })

  test('what lets a notebook nest event loops is taken out with its other lines', () => {
    const typed = ['%pip install x', 'import nest_asyncio', 'nest_asyncio.apply()', 'print(1)']
    expect(read(fence('python', ...typed))?.code).toBe(
      '# %pip install x\n# import nest_asyncio\n# nest_asyncio.apply()\nprint(1)',
    )
  })

  test('a cell that writes a file is that file', () => {
    const text = `${fence('python', '%%writefile job.py', 'def f(): return 1')}\n${fence('python', 'import job', 'print(job.f())')}`
    expect(read(text)).toMatchObject({
      code: 'import job\nprint(job.f())',
      files: { 'job.py': '# %%writefile job.py\ndef f(): return 1' },
      notes: [],
    })
  })

  test.each(['text = """\n!not a command\n%time\nreally?\n"""\nprint(text)', 'x = (7\n%b)'])(
    '%j has no lines of a notebook',
    (code) => {
      expect(read(fence('python', code))).toMatchObject({ code, notes: [] })
    },
  )

  test('a docstring that shows its use at a prompt is left whole', () => {
    const code = 'def f():\n    """\n    >>> f()\n    1\n    """\nprint(1)'
    expect(read(fence('python', code))).toMatchObject({ code, notes: [] })
  })

  test('an attached program is repaired likewise', () => {
    expect(read('', file('job.py', 'print(\u201chi\u201d)'))).toMatchObject({ code: 'print("hi")' })
  })

  test('curly quotes inside a proper string are meant', () => {
    const code = 'print("“quoted”")'
    expect(read(fence('python', code))).toMatchObject({ code, notes: [] })
  })

  test('a program that is indented as a whole moves to the left edge', () => {
    const program = read(fence('python', '    x = 1', '    if x:', '        print(x)'))
    expect(program?.code).toBe('x = 1\nif x:\n    print(x)')
    expect(program?.notes).toHaveLength(1)
  })
})

describe('a program written back into a message', () => {
  test.each([
    ['a program alone', 'print(1)\n', []],
    ['one with files', 'import job\n', [file('job.py', 'x = 1\n'), file('n.json', '[1,\n\n2]\n')]],
    ['backticks in it', 'print("```")\nx = "`````"', [file('a.md', '~~~\n````py\nx\n````\n')]],
    ['one that names another', '# job.py\nimport job', [file('job.py', '# main.py\nx = 1')]],
    ['a docstring with prompts', 'def f():\n    """\n    >>> f()\n    1\n    """\nf()', []],
  ])('%s reads as the same', (_, code, files) => {
    const text = asMessage({ code, files })
    const program = readProgram(text ?? '')?.program
    expect(program).toMatchObject({ code, files })
  })

  test.each([
    ['bytes', file('a.bin', '\0')],
    ['a file without a kind', file('Makefile', 'x')],
    ['a file that is too long', file('a.txt', 'x'.repeat(LIMITS.codeBytes))],
  ])('there is none for %s', (_, each) => {
    expect(asMessage({ code: 'x = 1', files: [each] })).toBeNull()
  })
})

describe('without a fence', () => {
  test.each([
    'print(1)',
    'x = 1',
    'import asyncio',
    'await main()',
    'print("old") # a comment',
    'for i in range(3):\n    print(i)',
    '# sums\ntotal = sum(range(10))\ntotal',
    'import asyncio\n\nasync def main()\n    await asyncio.sleep(1)\n\nasyncio.run(main())\nprint(2)',
  ])('%j looks like Python', (text) => {
    expect(read(text)).toMatchObject({ how: 'plain', code: text })
  })

  test.each([
    '',
    'hello world',
    'hi',
    'thanks',
    'Thanks (really)',
    'not sure',
    'ok, thanks',
    'what is a task?',
    'Why does gather(a, b) hang?',
    'I like asyncio.run(main()) a lot',
    'note: remember the milk',
    'note: later',
    'this is it',
    'a - b',
    '1. do this\n2. do that',
    '- one\n- two',
    'return to sender',
    'raise taxes',
    'Try this: print(1)',
    'see https://docs.python.org/3/library/asyncio.html',
    'What does `asyncio.gather(a, b)` do, and why is it faster than two awaits?',
    'lunch at 12?',
    '10/10',
    'True',
    '"quoted"',
    'a\nb',
  ])('%j is not taken for Python', (text) => {
    expect(read(text)).toBeNull()
  })
})

describe('hostile input', () => {
  test('a program that is too long is refused in words', () => {
    const text = fence('python', `x = "${'a'.repeat(LIMITS.codeBytes)}"`)
    expect(() => readProgram(text)).toThrow(UserError)
  })

  test.each([
    ['deep nesting', '('.repeat(20_000)],
    ['many fences', '```\n'.repeat(20_000)],
    ['a line of backticks', '`'.repeat(50_000)],
    ['NUL', 'print("\0")\0'],
    ['lone surrogates', 'print("\ud800")'],
    ['spaces', `${' '.repeat(100_000)}x`],
    ['empty lines', `x${'\n'.repeat(100_000)}x`],
    ['lines of spaces', ' \n'.repeat(50_000)],
    ['underscores before a fence', `${'_'.repeat(100_000)}\n\`\`\`python\nx\n\`\`\``],
    ['a long info string', `\`\`\`${'a.'.repeat(50_000)}\nx`],
    ['dots and spaces in an info string', `\`\`\`${'a '.repeat(50_000)}\nx`],
    ['half-open fences', 'x``` y '.repeat(20_000)],
    ['prompts without an end', '>>> '.repeat(30_000)],
    ['questions', 'a\n'.repeat(50_000)],
    ['quotes and backslashes', '"\\'.repeat(50_000)],
    ['curly quotes', '\u201c'.repeat(50_000)],
    ['open quotes', '\u201cx\u2018"\n\''.repeat(20_000)],
    ['magics', '%time \n'.repeat(30_000)],
    ['many programs', '```python\nprint(1)\n```\n'.repeat(8_000)],
  ])('%s is read in good time', async (_, text) => {
    expect(await cpuMs(() => readProgram(text))).toBeLessThan(2000)
  })
})
