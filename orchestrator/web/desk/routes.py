"""The routing table of those who sign in."""

from collections.abc import Iterator

from orchestrator.web import keyring, sign_in
from orchestrator.web.desk import (
    decisions,
    editor,
    forums,
    messages,
    order,
    outbox,
    people,
    publishing,
    tables,
    tokens,
)
from orchestrator.web.visits import Handler, Route

FORUM = "/desk/{forum:[a-z0-9][a-z0-9-]{0,63}}"
ONCE = "/start/{once:[0-9a-f]{64}}"
MAIL = r"{mail:\d{8}T\d{6}\.\d{6}Z-[0-9a-f]{12}}"
NUMBER = "{number:[1-9][0-9]?}"
LOOK, EDIT, OWN = "look at a forum", "edit a forum", "manage accounts"


def _get(name: str, action: str, path: str, handler: Handler, *, fresh: bool = False) -> Route:
    return Route(name=name, method="GET", path=path, action=action, handler=handler, fresh=fresh)


def _post(
    name: str,
    action: str,
    path: str,
    handler: Handler,
    *,
    fresh: bool = False,
    most: int | None = None,
) -> Route:
    return Route(
        name=name,
        method="POST",
        path=path,
        action=action,
        handler=handler,
        fresh=fresh,
        most=most,
    )


def _doors() -> Iterator[Route]:
    yield _get("sign in", "sign in", "/sign-in", sign_in.ask)
    yield _post("enter", "sign in", "/sign-in", sign_in.enter)
    yield _get("sign in again", "be signed in", "/sign-in/again", sign_in.ask_again)
    yield _post("enter again", "be signed in", "/sign-in/again", sign_in.enter_again)
    yield _post("leave", "sign in", "/sign-out", sign_in.leave)
    yield _get("welcome", "sign in", ONCE, sign_in.welcome)
    yield _post("settle", "sign in", ONCE, sign_in.settle)
    yield _get("account", "be signed in", "/account", sign_in.own)
    yield _post("leave other", "be signed in", "/account/sign-out", sign_in.leave_other)
    yield _post("leave everywhere", "be signed in", "/account/leave", sign_in.leave_everywhere)
    yield _post("change password", "be signed in", "/account/password", sign_in.change)
    yield _get("accounts", OWN, "/accounts", keyring.every)
    yield _post("invite", OWN, "/accounts/invite", keyring.invite, fresh=True)
    yield _post("account link", OWN, "/accounts/link", keyring.link, fresh=True)
    yield _post("appoint", OWN, "/accounts/role", keyring.appoint, fresh=True)
    yield _post("shut", OWN, "/accounts/shut", keyring.shut, fresh=True)
    yield _get("tokens", OWN, "/tokens", tokens.every)
    yield _post("make token", OWN, "/tokens/make", tokens.make, fresh=True)
    yield _post("shut token", OWN, "/tokens/shut", tokens.shut, fresh=True)


def _desk() -> Iterator[Route]:
    yield _get("desk", "be signed in", "/desk", forums.desk)
    yield _get("new forum", "start a forum", "/new", editor.ask)
    yield _post("begin", "start a forum", "/new", editor.begin, most=editor.MOST)
    yield _get("desk forum", LOOK, FORUM, forums.forum)
    yield _post("hold", EDIT, f"{FORUM}/hold", forums.hold)
    yield _post("release", EDIT, f"{FORUM}/release", forums.release)
    yield _post("told", EDIT, f"{FORUM}/told", forums.declare)
    yield _post("resend", EDIT, f"{FORUM}/resend", forums.send_again)
    yield _post("delivery", EDIT, f"{FORUM}/delivery", decisions.delivery)
    yield _post("decide", EDIT, f"{FORUM}/proposal", decisions.proposal)


def _beside() -> Iterator[Route]:
    yield _get("answers", LOOK, f"{FORUM}/answers", tables.answered)
    yield _get("answers table", LOOK, f"{FORUM}/answers.csv", tables.table, fresh=True)
    yield _get("people", LOOK, f"{FORUM}/people", people.listed)
    yield _get("people table", LOOK, f"{FORUM}/people.csv", people.table, fresh=True)
    yield _post("enrol", EDIT, f"{FORUM}/people", people.take, most=people.MOST)
    yield _get("deliveries", LOOK, f"{FORUM}/deliveries", tables.delivered)
    yield _get("links", LOOK, f"{FORUM}/links", tables.handed_out)
    yield _post("revoke", EDIT, f"{FORUM}/links/revoke", tables.revoke, fresh=True)
    yield _post("renew", EDIT, f"{FORUM}/links/renew", tables.renew, fresh=True)
    yield _get("message", EDIT, f"{FORUM}/message", messages.ask)
    # It asks for the password itself: a page between would lose what was written.
    yield _post("send message", EDIT, f"{FORUM}/message", messages.send, most=messages.MOST)
    yield _get("mail", EDIT, f"{FORUM}/mail", outbox.listed)
    yield _get("one mail", EDIT, f"{FORUM}/mail/{MAIL}", outbox.one)
    yield _get("mail page", EDIT, f"{FORUM}/mail/{MAIL}/page", outbox.letter)
    yield _get("mail file", EDIT, f"{FORUM}/mail/{MAIL}/file/{NUMBER}", outbox.file)
    yield _get("audit", LOOK, f"{FORUM}/audit", tables.audited)
    yield _get("editor", LOOK, f"{FORUM}/agenda", editor.edit)
    yield _post("save", EDIT, f"{FORUM}/agenda", editor.save, most=editor.MOST)
    yield _get("order", LOOK, f"{FORUM}/order", order.look)
    yield _post("move", EDIT, f"{FORUM}/order", order.move)
    yield _get("plan", LOOK, f"{FORUM}/publish", publishing.plan)
    yield _post("try", EDIT, f"{FORUM}/trial", publishing.try_)
    yield _post("publish", EDIT, f"{FORUM}/publish", publishing.publish, fresh=True)


DESK = (*_doors(), *_desk(), *_beside())
