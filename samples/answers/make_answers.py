"""Writes questions.jsonl: notices of courses that don't exist, with questions whose answers stand in them, in English and Chinese."""

import json
import random

COURSES = {
    "en": ["pottery", "baking", "chess", "sewing", "drawing", "juggling", "gardening", "astronomy", "bookbinding", "fencing", "photography", "weaving", "carpentry", "calligraphy", "origami", "first aid"],
    "zh": ["陶艺", "烘焙", "象棋", "缝纫", "素描", "杂耍", "园艺", "天文", "装帧", "击剑", "摄影", "编织", "木工", "书法", "折纸", "急救"],
}
DAYS = {"en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"], "zh": ["周一", "周二", "周三", "周四", "周五", "周六", "周日"]}
PLACES = {
    "en": ["the east hall", "the old mill", "room twelve", "the library", "the green barn", "the boat house", "the school kitchen", "the town hall", "the glass house", "room three"],
    "zh": ["东厅", "老磨坊", "十二号教室", "图书馆", "绿谷仓", "船屋", "学校厨房", "市政厅", "玻璃房", "三号教室"],
}
THINGS = {
    "en": ["an apron", "a notebook", "soft shoes", "a pencil", "old clothes", "a bottle of water", "a small towel", "scissors", "warm gloves", "a ruler"],
    "zh": ["围裙", "笔记本", "软底鞋", "铅笔", "旧衣服", "一瓶水", "小毛巾", "剪刀", "手套", "直尺"],
}
PARTS = {
    "en": {
        "when": (["The {course} course meets every {answer}.", "{course} is taught on {answer}.", "Every {answer} there is {course}."], ["When is {course}?", "On which day does the {course} course meet?", "What day is {course}?"]),
        "where": (["It takes place in {answer}.", "You find it in {answer}.", "We meet in {answer}."], ["Where is {course}?", "Where does the {course} course take place?", "In which place is {course} taught?"]),
        "price": (["One lesson costs {answer}.", "The price is {answer} a lesson.", "You pay {answer} for each lesson."], ["How much is {course}?", "What does a lesson of {course} cost?", "What is the price of {course}?"]),
        "bring": (["Please bring {answer}.", "You need {answer}.", "Do not forget {answer}."], ["What should I bring to {course}?", "What do I need for {course}?", "What must I not forget for {course}?"]),
    },
    "zh": {
        "when": (["{course}课每{answer}上课。", "{course}安排在{answer}。", "每{answer}都有{course}。"], ["{course}什么时候上？", "{course}课在星期几？", "哪天有{course}？"]),
        "where": (["地点在{answer}。", "我们在{answer}见面。", "请到{answer}来。"], ["{course}在哪里上？", "{course}课的地点是哪里？", "去哪儿上{course}？"]),
        "price": (["每节课{answer}。", "一节课收费{answer}。", "学费是每次{answer}。"], ["{course}多少钱？", "{course}一节课收多少？", "上{course}要花多少钱？"]),
        "bring": (["请带上{answer}。", "需要自备{answer}。", "别忘了{answer}。"], ["上{course}要带什么？", "{course}需要准备什么？", "去{course}别忘了什么？"]),
    },
}


def answers(random, language):
    number = random.randint(2, 60)
    return {
        "when": random.choice(DAYS[language]),
        "where": random.choice(PLACES[language]),
        "price": f"{number} coins" if language == "en" else f"{number}元",
        "bring": random.choice(THINGS[language]),
    }


def main():
    draw = random.Random(7)
    with open("questions.jsonl", "w", encoding="utf-8") as file:
        for i in range(800):
            language = "en" if i % 2 == 0 else "zh"
            course, told = draw.choice(COURSES[language]), answers(draw, language)
            rest = ["where", "price", "bring"]
            draw.shuffle(rest)
            order = ["when", *rest]
            sentences = [draw.choice(PARTS[language][part][0]).format(course=course, answer=told[part]) for part in order]
            context = (" " if language == "en" else "").join(s[0].upper() + s[1:] for s in sentences)
            for part in draw.sample(order, 2):
                question = draw.choice(PARTS[language][part][1]).format(course=course)
                file.write(json.dumps({"context": context, "question": question[0].upper() + question[1:], "answer": told[part]}, ensure_ascii=False) + "\n")


main()
