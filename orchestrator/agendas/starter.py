"""A commented agenda file to start from, in the language of whoever starts."""

import json
from collections.abc import Mapping

from orchestrator.languages import TAGS, Translator

SKELETON = """\
# {about}
# {check}

format: 1
# {id_is_for_life}
id: {id}
# {languages_of_texts}
title:
  {tag}: {title}
# {languages_of_forum}
languages:
  official: [{tag}]
# {clock}
zone: Asia/Tashkent
# {who_invites}
organizer:
  name:
    {tag}: {secretariat}
  email: forum@example.org
  phone: "+998 00 000 00 00"

# {what_delegations_say}
delegations:
  - id: uz
    state: UZ
    language: {tag}
    zone: Asia/Tashkent
    host: true
  - id: kz
    state: KZ
    language: {tag}
    zone: Asia/Almaty

# {what_people_say}
people:
  - id: uz-head
    delegation: uz
    head: true
    office:
      {tag}: {chair}
    email: chair@example.org
  - id: kz-head
    delegation: kz
    head: true
    office:
      {tag}: {head}
    email: head@example.org
  - id: secretary
    office:
      {tag}: {secretary}
    email: secretary@example.org

sessions:
  - id: plenary
    title:
      {tag}: {plenary}
    # {when}
    starts: 2030-10-29 12:00
    join:
      url: https://meet.example.org/plenary
    chair: uz-head
    rapporteur: secretary
    items:
      # {kinds}
      - id: opening
        kind: opening
        takes: 5 min
        speakers: [uz-head]
      # {round}
      - id: statements
        kind: statements
        takes: 7 min each
        speakers:
          all: heads
          order: alphabetical
      - id: pause
        kind: break
        takes: 15 min
      - id: closing
        kind: closing
        takes: 5 min
        speakers: [uz-head]

# {clock_of_reminders}
reminders:
  - id: day
    before: 1 day
    at: "10:00"
    to: everyone
"""


def starter(forum_id: str, language: str, translator: Translator) -> str:
    """Return a small valid agenda file whose comments and texts are in one language."""
    notes = {name: " ".join(said.split()) for name, said in _notes(translator).items()}
    # JSON's quotation marks are YAML's: whatever a translation holds, it stays one text.
    texts = {
        name: json.dumps(said, ensure_ascii=False) for name, said in _texts(translator).items()
    }
    return SKELETON.format(id=forum_id, tag=language, **notes, **texts)


def _notes(words: Translator) -> Mapping[str, str]:
    return {
        "about": words.say("A forum to start from: change everything to what yours is."),
        "check": words.say("'orchestrator check' tells what is still missing, line by line."),
        "id_is_for_life": words.say(
            "For life: calendar entries, links and records hang on it. So do all other ids."
        ),
        "languages_of_texts": words.say(
            "Every text may stand in several languages, one a line: {tags}.", tags=", ".join(TAGS)
        ),
        "languages_of_forum": words.say(
            "The first official language is the source. 'working:' and 'courtesy:' may follow."
        ),
        "clock": words.say("The forum's own clock, by which sessions start."),
        "who_invites": words.say("The office that invites, and that participants can call."),
        "what_delegations_say": words.say(
            "A delegation's people have its language and clock, unless they have their own."
        ),
        "what_people_say": words.say(
            "People appear by name, or by office where only that is known."
        ),
        "when": words.say("Day and time on the forum's clock, written like this."),
        "kinds": words.say("A title may be given; without one an item is called after its kind."),
        "round": words.say(
            "The heads of the delegations speak in the alphabetical order of states."
        ),
        "clock_of_reminders": words.say(
            "Reminders come at this time of each recipient's own clock."
        ),
    }


def _texts(words: Translator) -> Mapping[str, str]:
    return {
        "title": words.say("Forum of Regions"),
        "secretariat": words.say("Secretariat of the Forum"),
        "chair": words.say("Chair of the Forum"),
        "head": words.say("Head of delegation"),
        "secretary": words.say("Secretary of the session"),
        "plenary": words.say("Plenary session"),
    }
