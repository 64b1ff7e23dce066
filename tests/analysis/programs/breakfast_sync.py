# verdict: async, threads, sequential
import time

def pour_coffee():
    time.sleep(0.2)
    print('coffee ready')

def fry_eggs(n):
    time.sleep(0.5)
    print(n, 'eggs fried')

def toast_bread():
    time.sleep(0.4)
    print('toast ready')

pour_coffee()
fry_eggs(2)
toast_bread()
print('breakfast is ready')
