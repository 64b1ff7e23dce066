/** What is stored about a person. */
import type { Feature } from '../../core/feature.ts'
import { type DataDeps, dataCommand } from './command.ts'

/** The `/data` feature. */
export function dataFeature(deps: DataDeps): Feature {
  return { commands: [dataCommand(deps)] }
}
