/** discord.js as it comes, without our patches: connects to API_URL with TOKEN, and writes down what it does. */
import { Client, Events } from 'discord.js'

const client = new Client({ intents: [], rest: { api: process.env.API_URL ?? '' } })
client.on(Events.Debug, (line) => console.log(line))
client.on(Events.Error, ({ message }) => console.log(message))
client.on(Events.ClientReady, () => console.log('ready'))
await client.login(process.env.TOKEN)
