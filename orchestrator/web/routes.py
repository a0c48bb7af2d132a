"""The routing table: what there is, and who may."""

from orchestrator.web.agendas import agenda, calendar
from orchestrator.web.api.routes import ROUTES as API
from orchestrator.web.desk.routes import DESK
from orchestrator.web.feeds import own_calendar
from orchestrator.web.fronts import choose_language, front
from orchestrator.web.help import help_page
from orchestrator.web.minutes_routes import RECORDS
from orchestrator.web.replies import give_answer, propose_time, withdraw_time
from orchestrator.web.sheets import sheet
from orchestrator.web.static import asset
from orchestrator.web.visits import Handler, Route

# An id of the agenda file; what cannot be a token is known without asking the store.
FORUM = "{forum:[a-z0-9][a-z0-9-]{0,63}}"
SEALED = "{token:[0-9A-Za-z]{34}}"


def _route(name: str, action: str, method: str, path: str, handler: Handler) -> Route:
    return Route(name=name, action=action, method=method, path=path, handler=handler)


ROUTES = (
    _route("front", "see the front", "GET", "/", front),
    _route("help", "read the help", "GET", "/help", help_page),
    _route("agenda", "read an agenda", "GET", f"/f/{FORUM}", agenda),
    _route("calendar", "read an agenda", "GET", f"/f/{FORUM}/calendar.ics", calendar),
    _route("sheet", "read a sheet", "GET", f"/s/{SEALED}", sheet),
    _route("sheet agenda", "read an agenda", "GET", f"/s/{SEALED}/agenda", agenda),
    _route("sheet calendar", "read a sheet", "GET", f"/s/{SEALED}/calendar.ics", own_calendar),
    _route("answer", "answer", "POST", f"/s/{SEALED}/answer", give_answer),
    _route("proposal", "answer", "POST", f"/s/{SEALED}/proposal", propose_time),
    _route("withdrawal", "answer", "POST", f"/s/{SEALED}/proposal/withdraw", withdraw_time),
    _route("feed", "read a feed", "GET", f"/c/{SEALED}.ics", own_calendar),
    _route("language", "choose a language", "POST", "/language", choose_language),
    _route("asset", "fetch assets", "GET", "/static/{name}", asset),
    *RECORDS,
    *DESK,
    *API,
)
