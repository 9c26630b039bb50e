"""Person wording: who it is, in the same words wherever the team reads of a patient."""

import pytest

from messages.markup import markup_fault
from messages.person_wording import NoPlan, Person, heading_html, person_html, person_label


@pytest.mark.parametrize(
    ("known", "said"),
    [
        pytest.param({"name": "Ana", "label": "4711", "day": 2}, "Ana · 4711 · day 2", id="all that is known"),
        pytest.param({"label": "4711", "day": 0}, "Patient 7 · 4711 · day of treatment", id="without a first name"),
        pytest.param({"day": -3}, "Patient 7 · before the treatment", id="registered ahead"),
        pytest.param({"name": "Ana"}, "Ana · no treatment date", id="no treatment yet"),
        pytest.param({"name": "Ana", "no_plan": NoPlan.MINOR}, "Ana · under 18: no plan", id="a minor"),
        pytest.param(
            {"name": "Ana", "no_plan": NoPlan.PROCEDURE}, "Ana · another procedure: no plan", id="another procedure"
        ),
    ],
)
def test_who_it_is(library, known, said):
    """It says the first name or the number, the clinic's label, and the day or why there is none."""
    assert person_label(library, "en", Person(number=7, **known)) == said


def test_names_and_labels_are_no_markup(library):
    """It escapes what patients and clinic wrote."""
    bea = Person(number=7, name="<Bea> & co", label="<4711>", day=1)

    assert person_html(library, "en", bea) == "&lt;Bea&gt; &amp; co · &lt;4711&gt; · day 1"
    assert heading_html(library, "en", bea) == "<b>&lt;Bea&gt; &amp; co</b> · &lt;4711&gt; · day 1"
    assert markup_fault(heading_html(library, "es", bea)) is None
