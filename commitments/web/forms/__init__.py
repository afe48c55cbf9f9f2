"""Forms: they read what was typed and refuse what cannot be read; whether it may be said, `actions` decide."""

from commitments.web.forms.calendar import CalendarForm, SaveForm
from commitments.web.forms.commitment import EditForm, RegisterForm, SeriesForm
from commitments.web.forms.decision import DecisionForm, MoveForm, SupersedeForm
from commitments.web.forms.dependency import DependencyForm
from commitments.web.forms.milestone import FinishForm, MilestoneForm
from commitments.web.forms.progress import ProgressForm
from commitments.web.forms.request import AnswerForm, RequestForm
from commitments.web.forms.review import ReviewForm
from commitments.web.forms.seen import SeenForm
from commitments.web.forms.short import AskAgainForm, LaterForm, NoChangeForm, PutOffForm, ShortUpdateForm

__all__ = [
    "AnswerForm",
    "AskAgainForm",
    "CalendarForm",
    "DecisionForm",
    "DependencyForm",
    "EditForm",
    "FinishForm",
    "LaterForm",
    "MilestoneForm",
    "MoveForm",
    "NoChangeForm",
    "ProgressForm",
    "PutOffForm",
    "RegisterForm",
    "RequestForm",
    "ReviewForm",
    "SaveForm",
    "SeenForm",
    "SeriesForm",
    "ShortUpdateForm",
    "SupersedeForm",
]
