# A string doubled until it fits nowhere.
# end: memory | error 1
text = "x" * 1024
while True:
    text += text
