# verdict: sequential, keep
import random

number = random.randint(1, 100)
guess = int(input('Guess a number: '))
if guess == number:
    print('Right!')
else:
    print('It was', number)
