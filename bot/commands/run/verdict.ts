/** The advisor's verdict as blocks. */
import type { RunResult } from '../../../sandbox/sandbox.ts'
import type { Advice, Finding, Verdict } from '../../advice/advice.ts'
import type { Block } from '../../message.ts'
import { sentence } from '../../text/markdown.ts'
import { visible } from '../../text/visible.ts'

/** Programs that end sooner than this (ms) and need no change get one quiet line and no picture. */
const TRIFLE_MS = 200

export function isTrifle({ wallMs }: RunResult): boolean {
  return wallMs < TRIFLE_MS
}

const WORDS: Readonly<Record<Verdict, string>> = {
  async: 'Use async',
  threads: 'Use threads',
  processes: 'Use processes',
  vectorise: 'Vectorise it',
  sequential: 'Leave it sequential',
  keep: 'Keep it as it is',
  'fix-first': 'Fix this first',
}

export function verdictWords(verdict: Verdict): string {
  return WORDS[verdict]
}

export function verdictBlocks(advice: Advice, result: RunResult): Block[] {
  if (isTrifle(result) && isQuiet(advice))
    return [{ kind: 'markdown', text: sentence(advice.headline) }]
  const blocks: Block[] = [{ kind: 'markdown', text: reasons(advice) }]
  if (advice.change !== null) {
    const text = visible(advice.change)
    blocks.push({ kind: 'code', text, language: 'python', title: 'The smallest change' })
  }
  if (advice.prediction !== null) {
    blocks.push({ kind: 'markdown', text: `**Expected:** ${sentence(advice.prediction)}` })
  }
  return blocks
}

function isQuiet({ verdict, findings, change, prediction }: Advice): boolean {
  const nothingToDo = verdict === 'sequential' || verdict === 'keep'
  return nothingToDo && findings.length === 0 && change === null && prediction === null
}

function reasons({ verdict, headline, evidence, findings }: Advice): string {
  return [
    `### ${WORDS[verdict]}`,
    `**${sentence(headline)}**`,
    evidence.map((each) => `- ${sentence(each)}`).join('\n'),
    findings.map(findingLine).join('\n'),
  ]
    .filter(Boolean)
    .join('\n\n')
}

function findingLine({ line, message, docs }: Finding): string {
  const named = line === null || new RegExp(`\\blines? ${line}\\b`, 'i').test(message)
  const place = named ? '' : `Line ${line}: `
  const link = docs.startsWith('https://docs.python.org/') ? ` ([docs](<${docs}>))` : ''
  return `- ${place}${sentence(message)}${link}`
}
