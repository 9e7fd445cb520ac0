"""Writes phrases.tsv: numbers, dates, times, prices and small sentences, in English and Chinese.

    python3 make_phrases.py > phrases.tsv
"""

import random

draw = random.Random(11)
ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
TENS = "- - twenty thirty forty fifty sixty seventy eighty ninety".split()
DIGITS = "零一二三四五六七八九"
MONTHS = "January February March April May June July August September October November December".split()
DAYS = list(zip("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(), "一二三四五六日"))
WHO = [("I", "我"), ("you", "你"), ("we", "我们"), ("they", "他们"), ("the teachers", "老师们"), ("my friends", "我的朋友们")]
DO = [("buy", "买"), ("need", "需要"), ("want", "想要"), ("sell", "卖"), ("bring", "带来")]
WHAT = [("books", "本书"), ("maps", "张地图"), ("tickets", "张票"), ("cups of tea", "杯茶"), ("chairs", "把椅子"), ("apples", "个苹果"), ("bicycles", "辆自行车")]
GREETINGS = [("Good morning!", "早上好！"), ("Good evening!", "晚上好！"), ("Good night!", "晚安！"), ("Hello!", "你好！"), ("Thank you.", "谢谢。"), ("You're welcome.", "不客气。"),
             ("Goodbye!", "再见！"), ("How are you?", "你好吗？"), ("I'm fine.", "我很好。"), ("What time is it?", "现在几点？"), ("How much is it?", "多少钱？"), ("See you tomorrow!", "明天见！")]


def english(n):
    if n < 20:
        return ONES[n]
    if n < 100:
        return TENS[n // 10] + (" " + ONES[n % 10] if n % 10 else "")
    return ONES[n // 100] + " hundred" + (" and " + english(n % 100) if n % 100 else "")


def chinese(n):
    if n < 10:
        return DIGITS[n]
    if n < 100:
        return ("" if n < 20 else DIGITS[n // 10]) + "十" + (DIGITS[n % 10] if n % 10 else "")
    rest = n % 100
    return DIGITS[n // 100] + "百" + ("" if rest == 0 else "零" + DIGITS[rest] if rest < 10 else DIGITS[rest // 10] + "十" + (DIGITS[rest % 10] if rest % 10 else ""))


def counted(n):
    return "两" if n == 2 else chinese(n)


def phrase(kind):
    if kind == 0:
        n = draw.randint(1, 999)
        return english(n), chinese(n)
    if kind == 1:
        month, day = draw.randint(1, 12), draw.randint(1, 28)
        return f"Today is {MONTHS[month - 1]} {day}.", f"今天是{month}月{day}日。"
    if kind == 2:
        hour, half = draw.randint(1, 12), draw.random() < 0.5
        return f"It is {'half past ' if half else ''}{english(hour)}{'' if half else ' o’clock'}.", f"现在{counted(hour)}点{'半' if half else ''}。"
    if kind == 3:
        n, (what, classified) = draw.randint(2, 60), draw.choice(WHAT)
        return f"{english(n).capitalize()} {what} cost {english(3 * n)} yuan.", f"{counted(n)}{classified}{chinese(3 * n)}元。"
    if kind == 4:
        (day, number), (other, second) = draw.sample(DAYS, 2)
        return f"Not on {day}, on {other}.", f"不是星期{number}，是星期{second}。"
    (who, person), (do, doing), (what, classified) = draw.choice(WHO), draw.choice(DO), draw.choice(WHAT)
    n = draw.randint(2, 20)
    return f"{who[0].upper() + who[1:]} {do} {english(n)} {what}.", f"{person}{doing}{counted(n)}{classified}。"


seen = dict(GREETINGS)
while len(seen) < 1600:
    source, target = phrase(draw.choice([0, 0, 1, 2, 3, 4, 5, 5, 5]))
    seen.setdefault(source, target)
for source, target in seen.items():
    print(f"{source}\t{target}")
