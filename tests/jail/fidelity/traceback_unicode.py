größe = "ä"
print(größe, "日本語", "🙂")
raise ValueError("größe ist 日本語 🙂")
