import { scenarios } from './scenarios.ts'
import { slackSocketStage } from './slack.ts'

scenarios(slackSocketStage)
