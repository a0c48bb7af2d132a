"""Writes the shipped examples of a filled record: `just examples`, after labels were reworded.

The outcome is that of the First SCO Heads of Regions Forum as it is publicly known; who spoke at
what hour, and in which words the outcome was adopted, is not, and the examples say so.
"""

from __future__ import annotations

from dataclasses import replace

from orchestrator import languages, minutes
from orchestrator.layout.papers import Block, Cell, Line, Paper, Row
from orchestrator.minutes import labels, marks
from tests.minutes import forums

TAGS = ("ru", "zh-Hans", "en")
Lists = dict[str, tuple[tuple[str, ...], ...]]

FIELDS = {
    "en": {
        "o/opening/summary": "The Chair opened the session.",
        "o/adoption/summary": "The agenda was adopted.",
        "o/closing/summary": "The Chair closed the session.",
        "h/notes": (
            "An example of a filled record, not an official text. The outcome is that which is "
            "publicly known; the planned hours, the wording and the manner of adoption are "
            "illustrative."
        ),
    },
    "ru": {
        "o/opening/summary": "Председательствующий открыл заседание.",
        "o/adoption/summary": "Повестка дня утверждена.",
        "o/closing/summary": "Председательствующий закрыл заседание.",
        "h/notes": (
            "Образец заполненного протокола, не официальный текст. Итоги приведены по открытым "
            "данным; запланированные часы, формулировки и порядок принятия решений условны."
        ),
    },
    "zh-Hans": {
        "o/opening/summary": "主席宣布会议开幕。",
        "o/adoption/summary": "会议通过了议程。",
        "o/closing/summary": "主席宣布会议闭幕。",
        "h/notes": (
            "本文为会议纪要填写示例，并非正式文本。"
            "成果内容依据公开信息；计划时间、措辞和通过方式均为示意。"
        ),
    },
}
# What was agreed; the two welcomed follow-ups are the tentative sessions of the agenda file.
AGREED = {
    "en": (
        (
            "To ensure the effective implementation of the programme for developing interregional "
            "cooperation of the SCO Member States, endorsed on 14 June 2019."
        ),
        (
            "To prepare proposals on cooperation in industry and agriculture, trade and "
            "investment, science and innovation, and to establish working groups for this purpose."
        ),
        "It was suggested that an action plan for implementing the programme be drawn up.",
    ),
    "ru": (
        (
            "Обеспечить эффективную реализацию Программы развития межрегионального сотрудничества "
            "государств — членов ШОС, одобренной 14 июня 2019 года."
        ),
        (
            "Подготовить предложения о сотрудничестве в области промышленности и сельского "
            "хозяйства, торговли и инвестиций, науки и инноваций и создать для этого рабочие "
            "группы."
        ),
        "Предложено разработать план действий по реализации Программы.",
    ),
    "zh-Hans": (
        "确保有效落实2019年6月14日批准的《上海合作组织成员国地方合作发展纲要》。",
        "就工业和农业、贸易和投资、科学和创新领域的合作拟订建议，并为此成立工作组。",
        "与会方建议制定落实该纲要的行动计划。",
    ),
}
WELCOMED = {
    "en": "The Forum welcomed the following: {title} ({when}).",
    "ru": "Форум приветствовал проведение следующего мероприятия: {title} ({when}).",
    "zh-Hans": "论坛欢迎举行以下活动：{title}，时间为{when}。",
}
FOLLOW_UPS = ("expert-session", "governors-meeting")
ACTIONS = {
    "en": (
        ("Prepare proposals and establish working groups", "Delegations of the member states"),
        ("Draw up the action plan", "Delegations of the member states"),
    ),
    "ru": (
        ("Подготовить предложения и создать рабочие группы", "Делегации государств-членов"),
        ("Разработать план действий", "Делегации государств-членов"),
    ),
    "zh-Hans": (("拟订建议并成立工作组", "成员国代表团"), ("制定行动计划", "成员国代表团")),
}


def example(tag: str) -> Paper:
    """Return the filled record of the plenary session in one of its languages."""
    paper = forums.blank(tag)
    keys = marks.bookmarks(marks.read(paper.properties))
    lists = {"o/outcome/decisions": _decisions(tag), "o/outcome/actions": _actions(tag)}
    blocks = tuple(_block(block, tag, keys, lists) for block in paper.blocks)
    return replace(paper, blocks=blocks)


def _decisions(tag: str) -> tuple[tuple[str, ...], ...]:
    words = languages.translator(tag)
    sessions = forums.shipped().agenda.session
    welcomed = (
        WELCOMED[tag].format(title=session.title[tag], when=(session.when or {})[tag])
        for session in (sessions[name] for name in FOLLOW_UPS)
    )
    consensus, noted = (words.say(labels.ADOPTED[name][-1]) for name in ("consensus", "noted"))
    manners = (consensus, consensus, noted, noted, noted)
    return tuple(zip((*AGREED[tag], *welcomed), manners, strict=True))


def _actions(tag: str) -> tuple[tuple[str, ...], ...]:
    return tuple((what, who, "") for what, who in ACTIONS[tag])


def _block(block: Block, tag: str, keys: dict[str, str], lists: Lists) -> Block:
    if isinstance(block, Line):
        return block
    key = keys[block.rows[0][0].marks[0]]
    if key in lists:
        rows = tuple(tuple(Cell(text=text) for text in row) for row in lists[key])
        return replace(block, rows=(block.rows[0], *rows))
    if key == "h/attendance":
        present = languages.translator(tag).say(labels.ATTENDED["present"][0])
        return replace(block, rows=tuple(_present(row, present) for row in block.rows))
    return replace(block, rows=tuple(_field(row, tag, keys) for row in block.rows))


def _present(row: Row, word: str) -> Row:
    name, status, by = row
    return row if status.label else (name, replace(status, text=word), by)


def _field(row: Row, tag: str, keys: dict[str, str]) -> Row:
    label, *answer = row
    text = FIELDS[tag].get(keys.get(label.marks[0], "")) if label.marks else None
    return row if text is None else (label, replace(answer[0], text=text))


def path(tag: str) -> str:
    return f"sco-heads-of-regions-2020.minutes.{tag}.md"


def main() -> None:
    for tag in TAGS:
        text = minutes.write_markdown(example(tag))
        (forums.ROOT / "agendas" / path(tag)).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
