/** What hostile texts are made of: the signs on which parsers look back, look ahead or begin something. */
import fc from 'fast-check'

const SIGNS = [
  ...[
    '\\\n',
    '|-',
    '|\n|-|\n',
    '[',
    '](',
    '![',
    '(',
    'f(',
    '{',
    '${',
    '<',
    '<U',
    '<@U1|',
    '<@U1> ',
  ],
  ...[
    ' ',
    '    ',
    '\t',
    '\n',
    '\r',
    '- ',
    '1. ',
    '> ',
    '-',
    '_',
    '~',
    '*a_ ',
    '**',
    '`',
    '```\n',
    '#',
  ],
  ...[
    '"',
    "'",
    '"""',
    '“',
    'async ',
    'def f():\n',
    'if x:\n ',
    'lambda ',
    'x=1',
    'x=1\n',
    'print(1)\n',
  ],
  ...[
    'x.',
    'a,',
    'a ',
    '0',
    '1_',
    '@',
    '@a ',
    '/',
    '--a ',
    '--a=',
    'http://a.',
    'why ',
    '?',
    ':a:',
    '&#',
  ],
  ...['\u001b[', '\u0000', '\u200b', 'é', '🎉', '\u2028'],
]

/** Of one sign each, and some of several, the same ones each time. */
export const FRAGMENTS: readonly string[] = [
  ...SIGNS,
  ...fc.sample(
    fc.array(fc.constantFrom(...SIGNS), { minLength: 2, maxLength: 4 }).map((all) => all.join('')),
    { seed: 11, numRuns: 24 },
  ),
]

/** A fragment again and again, and a letter at the end that nothing matches up to. */
export function grown(fragment: string, length: number): string {
  return `${fragment.repeat(Math.ceil(length / fragment.length))}x`
}
