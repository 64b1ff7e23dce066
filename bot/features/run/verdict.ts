/** The advisor's verdict as blocks. */
import type { RunResult } from '../../../sandbox/sandbox.ts'
import type { Advice, Finding } from '../../analysis/advice.ts'
import type { Proof } from '../../analysis/proof/proof.ts'
import type { Block } from '../../core/message.ts'
import type { Verdict } from '../../core/verdict.ts'
import { inlineCode, sentence } from '../../lib/text/markdown.ts'
import { duration } from '../../lib/text/quantities.ts'
import { visible } from '../../lib/text/visible.ts'

/** Programs that end sooner than this (ms) get no picture. */
const TRIFLE_MS = 200

/** Whether a run was too short (under 200 ms) to be worth a picture. */
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

/** A verdict as a short heading, such as “Use threads”. */
export function verdictWords(verdict: Verdict): string {
  return WORDS[verdict]
}

/** The advice on a program: heading, reasons, what came of trying the change, and the reasoning, folded. */
export function verdictBlocks(advice: Advice): Block[] {
  return [...spoken(advice), ...why(advice)]
}

function spoken(advice: Advice): Block[] {
  if (isQuiet(advice)) return [{ kind: 'markdown', text: sentence(advice.headline) }]
  const blocks: Block[] = [{ kind: 'markdown', text: reasons(advice) }]
  const { prediction, proof } = advice
  if (prediction !== null && proof?.status !== 'proved')
    blocks.push({ kind: 'markdown', text: sentence(prediction) })
  return proof ? [...blocks, ...proofBlocks(proof)] : blocks
}

/** From this many lines on, a program is folded. */
const FOLD = 40

/** What came of trying the change. Its code is shown only if it ran and gave the same output. */
function proofBlocks({ status, reason, beforeMs, afterMs, program }: Proof): Block[] {
  if (status === 'not-tried') return []
  if (status !== 'proved' || program === null) {
    const text = sentence(`I tried this change, but it didn't work out: ${lower(reason)}`)
    return [{ kind: 'markdown', text }]
  }
  const isFaster = beforeMs !== null && afterMs !== null && afterMs < beforeMs
  const tried = isFaster
    ? `**Measured:** ${duration(beforeMs)} → ${duration(afterMs)}.`
    : '**Tried:**'
  const isLong = program.split('\n').length > FOLD
  return [
    { kind: 'markdown', text: `${tried} ${sentence(reason)}` },
    {
      kind: 'code',
      text: visible(program),
      language: 'python',
      title: 'The changed program',
      name: 'changed.py',
      ...(isLong ? { fold: true } : {}),
    },
  ]
}

const lower = (text: string): string => text.slice(0, 1).toLowerCase() + text.slice(1)

/** The full reasoning, folded. */
function why({ reasoning = [] }: Advice): Block[] {
  const text = reasoning.map((step) => `- ${sentence(step)}`).join('\n')
  return text === '' ? [] : [{ kind: 'fold', title: 'Why?', text }]
}

/** Nothing to gain and nothing to fix: one line is enough, without hints. */
function isQuiet({ quiet = false, findings, change }: Advice): boolean {
  return quiet && change === null && findings.every(({ severity }) => severity === 'hint')
}

function reasons({ verdict, headline, evidence, findings, unmeasured }: Advice): string {
  const told = findings.find(({ message }) => message === headline)
  const others = findings.filter((finding) => finding !== told)
  return [
    // If the run was stopped, its reason comes first; a verdict heading would sound measured.
    unmeasured ? '' : `### ${WORDS[verdict]}`,
    `**${sentence(headline)}**${told ? docsLink(told) : ''}`,
    evidence.map((each) => `- ${sentence(each)}`).join('\n'),
    others.map(findingLine).join('\n'),
  ]
    .filter(Boolean)
    .join('\n\n')
}

function findingLine(finding: Finding): string {
  const { line, file, message } = finding
  const named = line === null || new RegExp(`\\blines? ${line}\\b`, 'i').test(message)
  const place = named ? '' : `Line ${line}${file ? ` of ${inlineCode(file)}` : ''}: `
  return `- ${place}${sentence(message)}${docsLink(finding)}`
}

function docsLink({ docs }: Finding): string {
  return docs.startsWith('https://docs.python.org/') ? ` ([docs](<${docs}>))` : ''
}
