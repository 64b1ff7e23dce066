/** Advice completed with what came of its proof. */
import type { Advice } from '../advice.ts'
import type { Proof } from './proof.ts'

/** Code is shown only where it was proved; where it was tried in vain, nothing is promised either. */
export function withProof(advice: Advice, code: string, proof: Proof): Advice {
  const { status, program } = proof
  const isTriedInVain = status === 'differs' || status === 'failed'
  return {
    ...advice,
    proof,
    change: program === null ? null : newLines(code, program),
    prediction: isTriedInVain ? null : advice.prediction,
  }
}

/** Lines of the changed program that the program does not have, in their order; other indentation counts only where nothing else is new. */
function newLines(code: string, program: string): string {
  const lines = linesBeyond(code, program, (line) => line.trim())
  const fresh = lines.some((line) => line.trim() !== '')
    ? lines
    : linesBeyond(code, program, (line) => line)
  const indents = fresh.filter((line) => line.trim() !== '').map((line) => line.search(/\S/))
  const least = Math.min(...indents)
  return fresh
    .map((line) => line.slice(least))
    .join('\n')
    .trim()
}

function linesBeyond(code: string, program: string, key: (line: string) => string): string[] {
  const left = new Map<string, number>()
  for (const line of code.split('\n')) left.set(key(line), (left.get(key(line)) ?? 0) + 1)
  return program.split('\n').filter((line) => {
    const count = left.get(key(line)) ?? 0
    left.set(key(line), count - 1)
    return count <= 0
  })
}
