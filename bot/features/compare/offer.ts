/** The buttons that switch between running several blocks as one program and as separate programs. */
import type { Block } from '../../core/message.ts'
import type { Request } from '../../core/request.ts'
import type { Separate } from '../../reading/program.ts'
import { asMessages } from '../../reading/written.ts'

/**
 * The button under a run of all blocks together; null if they can't be read as separate programs. `code`: the
 * command's `code` option.
 */
export function offerCompare(
  separate: Separate | null,
  code: string,
  request: Request,
): Block | null {
  return offer('Compare as separate programs', 'compare', separate, code, request)
}

/** The button under a comparison. */
export function offerOneProgram(separate: Separate, code: string, request: Request): Block | null {
  return offer('Run as one program', 'run', separate, code, request)
}

function offer(
  label: string,
  command: 'run' | 'compare',
  separate: Separate | null,
  code: string,
  { attachments = [], options }: Request,
): Block | null {
  if (separate === null) return null
  const again = attachments.length === 0 ? code : asMessages(separate.programs)
  if (again === null) return null
  const { stdin, args } = options ?? {}
  const given = {
    ...(typeof stdin === 'string' ? { stdin } : {}),
    ...(typeof args === 'string' ? { args } : {}),
  }
  const action = { command, options: { code: again, ...given }, replaces: true }
  return { kind: 'choices', choices: [{ label, action }] }
}
