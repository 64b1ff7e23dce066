/** Command names in other languages. Discord shows each member the name in their language, and English otherwise. */
import type { Locale } from 'discord.js'

/** The entry in a message's context menu. */
export const RUN_MESSAGE = 'Run Python'

type Names = Readonly<Partial<Record<`${Locale}`, string>>>

/** By command name. Lower case, no spaces, and unique within each language. */
export const NAMES: Readonly<Record<string, Names>> = {
  run: { de: 'ausführen', fr: 'exécuter', 'es-ES': 'ejecutar' },
  lesson: { de: 'lektion', fr: 'leçon', 'es-ES': 'lección' },
  challenge: { de: 'aufgabe', fr: 'défi', 'es-ES': 'reto' },
  review: { de: 'wiederholen', fr: 'réviser', 'es-ES': 'repasar' },
  help: { de: 'hilfe', fr: 'aide', 'es-ES': 'ayuda' },
  [RUN_MESSAGE]: { de: 'Python ausführen', fr: 'Exécuter le Python', 'es-ES': 'Ejecutar Python' },
}
