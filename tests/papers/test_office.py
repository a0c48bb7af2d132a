"""Papers to edit, opened by LibreOffice: nothing is lost, every letter has a font of its own."""

from __future__ import annotations

import re
import subprocess
import zipfile
from collections import Counter
from io import BytesIO
from pathlib import Path

import pytest

from orchestrator.languages import TAGS
from orchestrator.layout.word import docx
from tests.documents import forums
from tests.minutes import office
from tests.papers import papers

KINDS = ("agenda", "running-order", "participants")
# What stands for Arial where there is none, and the faces that the other scripts ask for.
LATIN = {"LiberationSans", "Arial"}
FACES = {
    # The collection of Chinese, Japanese and Korean is one font with one name: the language of a
    # run chooses the shapes.
    "zh-Hans": {"NotoSansCJKsc", "NotoSansCJKjp", "MicrosoftYaHei"},
    "hi": {"NotoSansDevanagari", "NirmalaUI"},
    "ur": {"NotoNaskhArabic"},
}
# Where the direction turns pdftotext often loses the space: a word ends where its script does.
MEETING = re.compile(
    "(?<=[\u0600-\u06ff])(?=[A-Za-z\u0400-\u04ff])|(?<=[A-Za-z\u0400-\u04ff])(?=[\u0600-\u06ff])"
)
# The marks above and below Urdu letters, which pdftotext moves away from them.
VOWELS = re.compile("[\u0610-\u061a\u064b-\u065f\u0670]")


@pytest.fixture(scope="module")
def sent() -> dict[str, bytes]:
    """Return the papers of the shipped forum by the names of their files."""
    held = forums.to_edit(forums.shipped())
    return {path.partition("/")[2]: docx(paper, forums.DATED) for path, paper in held.items()}


@pytest.fixture(scope="module")
def printed(sent: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return the papers as LibreOffice prints them."""
    return office.converted(sent, "pdf", tmp_path_factory.mktemp("office"))


def written(data: bytes) -> str:
    """Return the text of a paper, its head and foot too, as python-docx's parts hold it."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        held = [archive.read(f"word/{name}.xml").decode() for name in ("document", "footer1")]
    parted = re.sub(r"</w:p>|<w:tab/>|<w:br/>", " ", " ".join(held))
    return re.sub(r"&amp;", "&", re.sub(r"<[^>]*>", "", parted))


def parted(text: str) -> str:
    return MEETING.sub(" ", VOWELS.sub("", text))


@pytest.mark.usefixtures("poppler")
@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("kind", KINDS)
def test_of_a_hundred_words_hardly_one_is_missing_in_print(
    sent: dict[str, bytes], printed: dict[str, bytes], kind: str, tag: str
) -> None:
    name = f"{kind}.{tag}.docx"
    shown = parted(" ".join(papers.pages(printed[name])))
    text = parted(written(sent[name]))
    if tag == "zh-Hans":  # no spaces between words, and lines end anywhere
        wanted, found = (Counter(re.sub(r"\W", "", each)) for each in (text, shown))
    else:
        wanted, found = (Counter(papers.words(each)) for each in (text, shown))
    missing = wanted - found
    assert missing.total() <= wanted.total() * 0.02, missing


@pytest.fixture(scope="module")
def faces() -> None:
    """Ask for a font as wide as Arial, which office machines have."""
    told = subprocess.run(
        ["fc-match", "Arial"], capture_output=True, check=True, encoding="utf-8", timeout=60
    )
    if not re.search("Liberation Sans|Arial", told.stdout):
        pytest.skip("Liberation Sans is not installed: `apt-get install fonts-liberation`")


@pytest.mark.usefixtures("poppler", "faces")
@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("kind", KINDS)
def test_no_letter_is_set_in_a_face_that_nobody_asked_for(
    printed: dict[str, bytes], tmp_path: Path, kind: str, tag: str
) -> None:
    (tmp_path / "paper.pdf").write_bytes(printed[f"{kind}.{tag}.docx"])
    told = subprocess.run(
        ["pdffonts", "paper.pdf"], cwd=tmp_path, capture_output=True, check=True, encoding="utf-8"
    )
    named = [row.split()[0].partition("+")[2] for row in told.stdout.splitlines()[2:]]
    found = {each.partition("-")[0] for each in named}
    own = FACES.get(tag, set())
    # An agenda names all languages, each in its own letters.
    every = set().union(*FACES.values()) if kind == "agenda" else own
    assert found - LATIN - every == set()
    assert found & LATIN
    assert not own or found & own


@pytest.mark.usefixtures("poppler")
def test_no_russian_name_is_broken_in_a_chinese_paper(
    sent: dict[str, bytes], printed: dict[str, bytes]
) -> None:
    name = "running-order.zh-Hans.docx"
    text, shown = written(sent[name]), " ".join(papers.pages(printed[name]))
    names = ("Индия", "Казахстан", "Кыргызстан", "Таджикистан", "Узбекистан")
    assert [shown.count(each) for each in names] == [text.count(each) for each in names]
