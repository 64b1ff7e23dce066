import { scenarios } from './scenarios.ts'
import { slackHttpStage } from './slack.ts'

scenarios(slackHttpStage)
