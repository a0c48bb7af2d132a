"""What people write above the columns of their tables, in the nine languages."""

from collections.abc import Mapping

from orchestrator.findings import N_

# Columns by kind, in our own words: what a table of ours says above them, and the lists of a page.
LABELS: Mapping[str, str] = {
    "id": N_("Id"),
    "delegation": N_("Delegation"),
    "head": N_("Head of delegation (yes or no)"),
    "rank": N_("Rank"),
    "email": N_("E-mail"),
    "language": N_("Language"),
    "zone": N_("Time zone"),
    "available": N_("Can speak (own clock)"),
    "assistants": N_("Addresses of assistants"),
}
# Kinds whose columns are one for each language.
TEXTS: Mapping[str, str] = {"name": N_("Name ({tag})"), "office": N_("Office ({tag})")}
# Two columns for one name: what stands in them is joined in the order of the table.
PART = "part of the name"

# By kind and by the language of the heading; `*` is any. What is said longest counts.
WORDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "id": {"*": ("id", "person id", "identifier", "ид", "идентификатор", "标识", "编号")},
    "delegation": {
        "en": ("delegation", "country", "state", "member state", "party"),
        "ru": ("делегация", "страна", "государство", "сторона"),
        "zh-Hans": ("代表团", "国家"),
        "hi": ("प्रतिनिधिमंडल", "देश"),
        "kk": ("делегациясы", "ел", "мемлекет", "елі"),
        "ky": ("өлкө", "мамлекет", "делегациясы"),
        "ur": ("وفد", "ملک", "ریاست"),
        "tg": ("ҳайат", "ҳайати намояндагон", "кишвар", "давлат"),
        "uz": ("delegatsiya", "mamlakat", "davlat"),
    },
    "head": {
        "en": ("head of delegation", "is head", "head"),
        "ru": ("глава делегации", "руководитель делегации"),
        "zh-Hans": ("团长", "代表团团长"),
        "hi": ("प्रतिनिधिमंडल प्रमुख", "प्रमुख"),
        "kk": ("делегация басшысы", "делегация жетекшісі"),
        "ky": ("делегация жетекчиси", "делегация башчысы"),
        "ur": ("سربراہ وفد", "وفد کے سربراہ"),
        "tg": ("роҳбари ҳайат", "сарвари ҳайат"),
        "uz": ("delegatsiya rahbari", "delegatsiya boshligʻi"),
    },
    "name": {
        "en": ("name", "full name", "participant", "speaker"),
        "ru": ("имя", "фио", "ф и о", "полное имя", "участник", "фамилия имя отчество"),
        "zh-Hans": ("姓名", "名字", "与会者"),
        "hi": ("नाम", "पूरा नाम"),
        "kk": ("аты жөні", "аты", "есімі", "тегі аты жөні"),
        "ky": ("аты жөнү", "аты", "аты жөнү толук", "катышуучу"),
        "ur": ("نام", "پورا نام"),
        "tg": ("ном", "ному насаб", "насабу ном"),
        "uz": ("ism", "ismi", "ism familiya", "fio", "f i sh"),
    },
    PART: {
        "en": ("first name", "given name", "given names", "last name", "surname", "family name"),
        "ru": ("фамилия", "отчество"),
        "zh-Hans": ("姓", "名"),
        "hi": ("पहला नाम", "उपनाम"),
        "kk": ("тегі", "әкесінің аты"),
        "ky": ("фамилиясы", "атасынын аты"),
        "ur": ("پہلا نام", "خاندانی نام"),
        "tg": ("насаб", "номи падар"),
        "uz": ("familiya", "familiyasi", "otasining ismi", "sharifi"),
    },
    "office": {
        "en": ("office", "position", "job title", "title", "post", "function"),
        "ru": ("должность", "пост"),
        "zh-Hans": ("职务", "职位"),
        "hi": ("पद", "पदनाम"),
        "kk": ("лауазымы", "лауазым", "қызметі"),
        "ky": ("кызматы", "кызмат орду", "кызмат"),
        "ur": ("عہدہ", "منصب"),
        "tg": ("вазифа", "мансаб"),
        "uz": ("lavozim", "lavozimi"),
    },
    "rank": {
        "*": ("rank", "precedence", "ранг", "старшинство", "级别", "位次", "पदक्रम", "درجہ"),
    },
    "email": {
        "*": ("e mail", "email", "mail", "e mail address", "email address", "почта", "эл почта"),
        "ru": ("электронная почта", "адрес электронной почты", "адрес эл почты"),
        "zh-Hans": ("电子邮件", "邮箱", "电子邮箱"),
        "hi": ("ईमेल", "ई मेल"),
        "kk": ("электрондық пошта", "эл пошта", "пошта"),
        "ky": ("электрондук почта", "электрондук дарек"),
        "ur": ("ای میل", "برقی ڈاک"),
        "tg": ("почтаи электронӣ", "суроғаи электронӣ"),
        "uz": ("elektron pochta", "e pochta", "elektron manzil"),
    },
    "language": {
        "en": ("language", "working language", "preferred language"),
        "ru": ("язык", "рабочий язык"),
        "zh-Hans": ("语言", "语种"),
        "hi": ("भाषा",),
        "kk": ("тілі", "тіл"),
        "ky": ("тили", "тил"),
        "ur": ("زبان",),
        "tg": ("забон", "забони корӣ"),
        "uz": ("til", "tili"),
    },
    "zone": {
        "en": ("time zone", "timezone", "zone", "city", "clock"),
        "ru": ("часовой пояс", "город", "пояс"),
        "zh-Hans": ("时区", "城市"),
        "hi": ("समय क्षेत्र", "शहर"),
        "kk": ("уақыт белдеуі", "сағат белдеуі", "қала"),
        "ky": ("убакыт алкагы", "саат алкагы", "шаар"),
        "ur": ("ٹائم زون", "وقت کا منطقہ", "شہر"),
        "tg": ("минтақаи вақт", "шаҳр"),
        "uz": ("vaqt mintaqasi", "shahar"),
    },
    "available": {
        "en": ("available", "availability", "can speak"),
        "ru": ("доступен", "доступность", "может выступить"),
        "zh-Hans": ("可用时间", "可发言时间"),
    },
    "assistants": {
        "en": (
            "assistant",
            "assistants",
            "aide",
            "copy",
            "copies",
            "cc",
            "addresses of assistants",
        ),
        "ru": ("помощник", "помощники", "почта помощника", "адрес помощника", "копия"),
        "zh-Hans": ("助理", "秘书", "抄送"),
        "hi": ("सहायक",),
        "kk": ("көмекші", "көмекшісі"),
        "ky": ("жардамчы", "жардамчысы"),
        "ur": ("معاون", "معاونین"),
        "tg": ("ёрдамчӣ", "ёвар"),
        "uz": ("yordamchi", "yordamchisi"),
    },
}
# They mean the whole name, unless the other part of it stands in a column of its own.
GIVEN = ("name", "имя", "名字", "नाम", "аты", "есімі", "نام", "ном", "ism", "ismi")
# How people shorten the names of languages beside a heading; tags and full names are known anyway.
SHORT: Mapping[str, str] = {
    "eng": "en",
    "англ": "en",
    "рус": "ru",
    "rus": "ru",
    "кит": "zh-Hans",
    "chi": "zh-Hans",
    "cn": "zh-Hans",
    "zh": "zh-Hans",
    "中文": "zh-Hans",
    "英文": "en",
    "俄文": "ru",
    "каз": "kk",
    "kaz": "kk",
    "кырг": "ky",
    "kyr": "ky",
    "тадж": "tg",
    "узб": "uz",
    "хинди": "hi",
    "урду": "ur",
}
