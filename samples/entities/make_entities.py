"""Writes sentences.txt: messages to the front desk of a made-up delivery firm, each character with its tag.

Written for this repository. Every person, firm and place in it is invented; a likeness to real ones is chance.
"""
import random

random.seed(11)
FAMILY = "林沈顾苏叶程陆夏白秦江方温傅莫庄柳汤简祝"
GIVEN = "安宁远舟晴川禾岚岳芷若桐霁微云澜青阳朗书言亦初景行知夏秋池语南星野"
TITLE = ["先生", "女士", "经理", "师傅", "老师", "", "", "", ""]
PLACE_A = ["青石", "柳湾", "白鹭", "云岭", "望江", "杏花", "石桥", "月牙", "松溪", "长亭", "鹿鸣", "苇塘", "竹园", "枫林", "东坞", "南塘"]
PLACE_B = ["镇", "街道", "小区", "路", "巷", "村", "广场", "码头", "新区", "大桥"]
ORG_A = ["蓝鲸", "晨禾", "知更鸟", "半山", "小满", "灰雁", "橙子树", "木棉", "纸鸢", "海棠", "云帆", "麦田", "飞鱼", "山茶", "七叶"]
ORG_B = ["物流公司", "书店", "科技公司", "超市", "医院", "第二中学", "贸易行", "家具厂", "银行", "餐厅", "工作室", "研究所"]


def person():
    return random.choice(FAMILY) + "".join(random.sample(GIVEN, random.choice([1, 2, 2])))


def place():
    return random.choice(PLACE_A) + random.choice(PLACE_B)


def org():
    # Some firms bear the name of a place, as real ones do: only what follows tells them apart.
    return (random.choice(PLACE_A) if random.random() < 0.25 else random.choice(ORG_A)) + random.choice(ORG_B)


TEMPLATES = """
{P}{t}的包裹已经送到{L}了，请在今天之内签收。
请把这箱资料寄给{O}的{P}{t}，越快越好。
{P}说{O}搬到{L}去了，新地址还没有登记。
从{L}到{L}要走多久？
{O}昨天投诉，说司机{P}{t}来晚了两个小时。
您好，我是{O}的，想问一下{L}能不能送货。
麻烦转告{P}{t}：合同放在{L}的门卫室。
{P}和{P}都在{O}上班，送一份就行。
这个单子写的是{L}，可是{P}{t}住在{L}。
{O}和{O}合用一个仓库，就在{L}旁边。
下午三点之前送到{L}十二号，收件人{P}。
今天的件特别多，大家辛苦了。
为什么我的包裹还没有到？已经等了五天。
{L}今天停电，{O}的货明天再送。
电话打不通，{P}{t}可能换了号码。
我们查过了，这一票是{P}签收的，不是{P}{t}。
{L}那边下大雪，车过不去，请和客户说明。
{O}要开发票，抬头写{O}。
请问运费怎么算？三公斤，寄到{L}。
箱子破了一个角，里面的杯子没有碎。
{P}{t}要求改送{O}，不送{L}了。
谢谢，问题已经解决了。
上次在{L}帮忙搬货的{P}{t}，人很好，想表扬他。
周末仓库盘点，不收件。
{O}的前台说没有叫{P}的人。
把{P}{t}的两个件合在一起，寄到{L}的{O}。
路上堵车，大约晚半个小时。
听说{O}要在{L}开分店，{P}{t}正在招人。
""".strip().split("\n")


def sentence():
    text, tags, template = "", [], random.choice(TEMPLATES)
    while template:
        if template[0] != "{":
            text += template[0]
            tags.append("O")
            template = template[1:]
            continue
        kind, template = template[1], template[3:]
        if kind == "t":
            part, name = random.choice(TITLE), None
        else:
            part, name = {"P": (person, "PER"), "L": (place, "LOC"), "O": (org, "ORG")}[kind]
            part = part()
        text += part
        tags += ["O"] * len(part) if name is None else ["B-" + name] + ["I-" + name] * (len(part) - 1)
    return "".join(f"{c}\t{t}\n" for c, t in zip(text, tags))


with open("sentences.txt", "w", encoding="utf-8", newline="\n") as out:
    out.write("\n".join(sentence() for _ in range(900)))
