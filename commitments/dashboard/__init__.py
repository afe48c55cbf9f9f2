"""What a manager asks of a scope on a day: everything the dashboard shows, as plain values.

A subject and a day go in; numbers come out, each with the question whose answer it counts. How many queries that
takes does not depend on how many commitments there are.
"""

from commitments.dashboard.build import Dashboard, dashboard_of
from commitments.dashboard.compare import Comparison, comparison_of
from commitments.dashboard.places import Places
from commitments.dashboard.slip import Slippage, slippage_of
from commitments.dashboard.subject import Subject

__all__ = [
    "Comparison",
    "Dashboard",
    "Places",
    "Slippage",
    "Subject",
    "comparison_of",
    "dashboard_of",
    "slippage_of",
]
