"""The one table of pages: path, who may look, and what draws it.

Rule 1: no page is served that does not stand here.
"""

from typing import Final

from queue_server.web.pages import admin, doors, manager, reports, setting_up, sign_in, staff
from queue_server.web.pages.citizens import boards, posting, rating, ticket
from queue_server.web.pages.frame.visit import Page
from queue_server.web.pages.statistics import board, inspection, legs, visits
from queue_server.web.table.row import (
    ADMIN,
    AUDITOR,
    DISPLAY,
    HOLDER,
    MANAGER,
    OFFICER,
    PUBLIC,
    SIGNED_IN,
    STAFF,
)

PAGES: Final[tuple[Page, ...]] = (
    Page("/", PUBLIC, doors.way_in),
    Page("/sign-in", PUBLIC, sign_in.sign_in),
    Page("/pair", PUBLIC, sign_in.pair),
    Page("/setup", PUBLIC, setting_up.setup),
    Page("/home", SIGNED_IN, sign_in.onward),
    Page("/staff", OFFICER | MANAGER, staff.staff, "Officer's console"),
    Page("/staff/counters", OFFICER | MANAGER, staff.counters),
    Page("/staff/door", OFFICER | MANAGER, staff.at_the_door),
    Page("/manager", MANAGER, manager.manager, "The floor now"),
    Page("/auditor", AUDITOR, inspection.inspection, "Inspection"),
    Page("/manager/statistics", MANAGER | AUDITOR, board.statistics, "Statistics"),
    Page("/manager/statistics/visits", MANAGER | AUDITOR, visits.visits),
    Page("/manager/statistics/legs", MANAGER | AUDITOR, legs.legs),
    Page("/manager/statistics/visits/{ticket}", MANAGER | AUDITOR, visits.ticket),
    Page("/manager/reports", MANAGER | AUDITOR, reports.reports, "Reports"),
    Page("/admin", MANAGER | ADMIN, admin.overview, "Administration"),
    Page("/admin/plan", MANAGER | ADMIN, admin.plan),
    Page("/admin/procedures", MANAGER | ADMIN, admin.procedures),
    Page("/admin/accounts", ADMIN, admin.accounts),
    Page("/admin/devices", ADMIN, admin.devices),
    Page("/admin/audit", ADMIN, admin.audit),
    Page("/t/{ticket}", HOLDER, ticket.ticket),
    Page("/rate/{counter}", PUBLIC, rating.tablet),
    Page("/procedures", PUBLIC, posting.procedures),
    Page("/hall", STAFF | DISPLAY, boards.hall, lent=True),
    Page("/counter/{counter}", STAFF | DISPLAY, boards.counter, lent=True),
    Page("/docs", PUBLIC, doors.docs),
)
"""In this order links stand in the bar."""
