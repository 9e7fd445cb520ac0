"""Writes stories.txt: 900 small stories put together by chance from sentences that were written for this sample.

    python3 make_stories.py > stories.txt
"""

import random

draw = random.Random(7)

ANIMALS = ["fox", "hare", "mouse", "owl", "hedgehog", "otter", "crow", "badger", "frog", "goose", "goat", "snail"]
KINDS = ["small", "old", "quick", "sleepy", "brave", "shy", "hungry", "clever", "merry", "tired"]
PLACES = ["by the river", "under the oak", "on the hill", "behind the mill", "in the reeds", "at the edge of the wood", "beside the well", "in the long grass"]
THINGS = ["a red apple", "a brass key", "a blue stone", "a wooden spoon", "a feather", "a lantern", "a pot of honey", "a silver bell", "a ball of wool", "a loaf of bread"]
WEATHERS = ["The sun was warm.", "It had rained all night.", "Snow lay on the roofs.", "A wind came over the fields.", "The fog was thick.", "The stars were out."]
MORNINGS = ["One morning", "One evening", "Late in the summer", "On the first day of spring", "Before the moon was up", "At noon"]
FEELINGS = ["was glad", "was afraid", "laughed", "said nothing", "thought for a long time", "was not so sure"]
ENDS = [
    "And they shared it, half and half.",
    "So they went home together.",
    "And from that day on they were friends.",
    "But it was late, and both fell asleep.",
    "And nobody ever asked about it again.",
    "So the {a} kept it, and told the others in the spring.",
]


def article(noun):
    return ("an " if noun[0] in "aeiou" else "a ") + noun


def thing_again(thing):
    return "the " + thing.split(" ", 1)[1]


def story():
    a, b = draw.sample(ANIMALS, 2)
    thing = draw.choice(THINGS)
    place = draw.choice(PLACES)
    lines = [f"{draw.choice(MORNINGS)} {article(draw.choice(KINDS) + ' ' + a)} found {thing} {place}. {draw.choice(WEATHERS)}"]
    lines.append(draw.choice([
        f'"What is that?" asked the {b}. "It is {thing}," said the {a}.',
        f'"Is it yours?" asked the {b}. "No," said the {a}, "I found it {place}."',
        f'"Give it to me," said the {b}. "Why should I?" said the {a}.',
        f"The {a} wanted to hide {thing_again(thing)}, but the {b} had seen it.",
    ]))
    lines.append(f"The {b} {draw.choice(FEELINGS)}. " + draw.choice([
        f'"Let us ask the {draw.choice([x for x in ANIMALS if x not in (a, b)])}," said the {a}.',
        f'"Then we shall keep it {draw.choice(PLACES)}," said the {b}.',
        f"The {a} gave {thing_again(thing)} to the {b}, and the {b} gave it back.",
        f'"I would rather have {draw.choice([t for t in THINGS if t != thing])}," said the {b}.',
    ]))
    lines.append(draw.choice(ENDS).format(a=a, b=b))
    return " ".join(lines)


for _ in range(900):
    print(story())
    print()
