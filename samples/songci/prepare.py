"""Makes songci.jsonl, one poem a line: its tune, a line end, its text.

    python3 prepare.py songci.txt > songci.jsonl

songci.txt has the poems as "tune<TAB>author<TAB>text" in each line; they can be had from github.com/chinese-poetry/chinese-poetry (MIT; the texts are in the public domain).
"""

import json
import sys

for line in open(sys.argv[1], encoding="utf8"):
    tune, _, text = line.rstrip("\n").split("\t")
    if tune != "失调名" and "□" not in text:
        print(json.dumps({"text": f"{tune}\n{text}"}, ensure_ascii=False))
