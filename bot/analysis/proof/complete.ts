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

/** Lines of the changed program that the program does not have, in their order. */
function newLines(code: string, program: string): string {
  const left = new Map<string, number>()
  for (const line of code.split('\n')) left.set(line.trim(), (left.get(line.trim()) ?? 0) + 1)
  const fresh = program.split('\n').filter((line) => {
    const count = left.get(line.trim()) ?? 0
    left.set(line.trim(), count - 1)
    return count <= 0
  })
  const indents = fresh.filter((line) => line.trim() !== '').map((line) => line.search(/\S/))
  const least = Math.min(...indents)
  return fresh.map((line) => line.slice(least)).join('\n')
}
