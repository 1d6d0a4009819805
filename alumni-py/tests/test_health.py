"""Health of a network, and what small networks can tell, from Python."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import alumni as al
import pytest
from alumni.engagement import Interaction

AS_OF = date(2024, 4, 1)


def did(number: int, days_ago: float, kind: str, actor: str, **more: Any) -> Interaction:
    at = datetime(2024, 4, 1, tzinfo=UTC) - timedelta(days=days_ago)
    by = "office" if actor == "office" else "alumnus"
    return Interaction(f"e-{number}", at, kind, actor, by, **more)


def quiet() -> list[Interaction]:
    """160 members of whom 15 answered a request, five posts, and a dozen who came to a gathering."""
    events = [
        did(number, days, "post_update", f"w-{number}")
        for number, days in enumerate((350, 270, 200, 120, 60))
    ]
    events.append(did(10, 45, "post_help_request", "office", target_type="network"))
    events += [did(20 + n, 44 - n / 24, "answer", f"w-{20 + n}", thread="e-10") for n in range(15)]
    events += [
        did(50 + n, 90, "event_attend", f"w-{50 + n}", target="g-1", target_type="event") for n in range(24)
    ]
    return events


MEMBERS = [f"w-{number}" for number in range(160)]
SENTENCE = "Quiet, not hollow: 5 posts a year, but 15 of 160 answered the request of 2024-02-16 (6-15%)"


def test_a_quiet_network_is_not_hollow() -> None:
    found = al.engagement.health(quiet(), MEMBERS, as_of=AS_OF)
    assert str(found) == SENTENCE
    assert found.headline.text("ja").startswith("静かですが形骸化していません")
    assert SENTENCE in found._repr_html_()
    assert found.state == "quiet"
    figures = [evidence["figure"] for evidence in found.evidence]
    assert [figure["count"] for figure in figures if figure][:2] == [5, 15]
    assert len(found.weeks) == 53
    assert sum(week["posts"] for week in found.weeks) == 5


def test_members_may_have_the_day_they_joined() -> None:
    joined: dict[str, date | None] = dict.fromkeys(MEMBERS)
    joined.update({f"n-{number}": date(2024, 2, 1) for number in range(20)})
    found = al.engagement.health(quiet(), joined, as_of=AS_OF, opened=date(2020, 4, 1))
    assert "silent_newcomers" in [cause["cause"] for cause in found.causes]
    assert found.members == 180


def test_thresholds_are_data() -> None:
    model = al.engagement.HealthModel.preset("alumni-health")
    document = model.to_dict()
    document["states"]["lively_posts"] = 0.01
    found = al.engagement.health(quiet(), MEMBERS, as_of=AS_OF, model=document)
    assert found.state in {"growing", "self_running"}
    again = al.engagement.HealthModel.from_dict(document)
    assert al.engagement.health(quiet(), MEMBERS, as_of=AS_OF, model=again) == found
    with pytest.raises(al.AlumniError) as caught:
        al.engagement.health(quiet(), MEMBERS, as_of=AS_OF, model={**document, "recent_days": 1})
    assert caught.value.path == "model.recent_days"
    with pytest.raises(al.AlumniError):
        al.engagement.health(quiet(), MEMBERS, as_of=AS_OF, model="other")


def test_the_sheet_shows_every_figure_and_every_week() -> None:
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("Agg")
    plt = pytest.importorskip("matplotlib.pyplot")
    found = al.engagement.health(quiet(), MEMBERS, as_of=AS_OF)
    for lang in ("en", "ja"):
        figures, weeks = found.plot(lang=lang)
        shown = [cause for cause in [*found.causes, *found.others] if cause["figure"]["value"] is not None]
        assert len(figures.get_yticklabels()) == len(shown)
        assert sum(bar.get_height() for bar in weeks.containers[0]) == 5
        plt.close(figures.figure)


@pytest.mark.parametrize("members", [[], ["w-1"], {}])
def test_too_little_says_what_is_needed(members: list[str]) -> None:
    found = al.engagement.health([], members, as_of=AS_OF)
    assert found.state == "cannot_tell"
    assert found.needs
    found.plot()


def test_small_networks_say_what_they_cannot_tell() -> None:
    assert al.engagement.rate_power(0.5, weeks=12).reasons[0].code == "rate-power-cannot-tell-yet"
    told = al.engagement.share_power(140, share=0.2, difference=0.1)
    assert told.reasons[1].code == "share-power-cannot-tell-yet"
    assert "<table>" in al.engagement.shrink_shares([{"id": "a", "count": 1, "of": 5}])._repr_html_()
    with pytest.raises(al.AlumniError) as caught:
        al.engagement.shrink_shares([{"id": "a", "count": 6, "of": 5}])
    assert caught.value.path == "groups[0].count"
