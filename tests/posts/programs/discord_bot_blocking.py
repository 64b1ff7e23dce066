# my discord bot freezes while it downloads
# here: lacks
# says: `discord`
import discord
import requests
from discord.ext import commands

bot = commands.Bot(command_prefix="!", intents=discord.Intents.default())

@bot.command()
async def cat(ctx):
    r = requests.get("https://api.thecatapi.com/v1/images/search")
    await ctx.send(r.json()[0]["url"])

bot.run("TOKEN")
