"""Networks and replies against networkx and scipy, on graphs they ship and on real data."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import alumni as al
import polars as pl
import pytest
from alumni.calendar import Span

REAL = Path(__file__).resolve().parents[2].parent / "shared/reference/real"


def graph_of(nx_graph: Any, weight: str | None = None) -> al.engagement.InteractionGraph:
    """The same graph; networkx has undirected ties once."""
    rows = [(str(one), str(other), data.get(weight, 1.0)) for one, other, data in nx_graph.edges(data=True)]
    table = pl.DataFrame(rows, schema=["from", "to", "weight"], orient="row")
    return al.engagement.tie_graph(table, weight="weight", both_ways=not nx_graph.is_directed())


def near(found: list[Any], expected: dict[str, float], people: list[str], tolerance: float = 1e-10) -> None:
    assert len(found) == len(expected)
    for person, value in zip(people, found, strict=True):
        assert value == pytest.approx(expected[person], abs=tolerance), person


def named(values: dict[Any, float]) -> dict[str, float]:
    return {str(node): value for node, value in values.items()}


def test_who_hears_of_a_graphs_work_may_end_it() -> None:
    rows = [(f"w-{one}", f"w-{(one * 7 + step * step) % 300}") for one in range(300) for step in range(6)]
    graph = al.engagement.tie_graph(pl.DataFrame(rows, schema=["from", "to"], orient="row"))

    def stop(_: int) -> None:
        raise KeyboardInterrupt

    heard = list[int]()
    assert graph.betweenness(progress=heard.append) == graph.betweenness()
    assert graph.communities(attempts=500, progress=heard.append)["stability"] is not None
    assert graph.measures(progress=heard.append) == graph.measures()
    assert graph.summary(progress=heard.append) == graph.summary()
    assert heard[0] == 0 and heard[-1] == 300
    for work in (graph.betweenness, graph.communities, graph.measures, graph.summary):
        with pytest.raises(KeyboardInterrupt):
            work(progress=stop)
    with pytest.raises(al.WrongTypeError):
        graph.measures(progress=3)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["karate", "florentine", "weighted karate", "directed"])
def test_measures_are_those_of_networkx(name: str) -> None:
    nx = pytest.importorskip("networkx")
    weight = "weight" if name == "weighted karate" else None
    if name == "florentine":
        theirs = nx.florentine_families_graph()
    elif name == "directed":
        theirs = nx.gnp_random_graph(40, 0.08, seed=3, directed=True)
    else:
        theirs = nx.karate_club_graph()
    theirs.remove_nodes_from(list(nx.isolates(theirs)))
    ours = graph_of(theirs, weight)
    people = ours.people
    plain = theirs.to_undirected()
    near(
        ours.page_rank(tolerance=1e-14)["ranks"],
        named(nx.pagerank(theirs, tol=1e-14, max_iter=1000, weight=weight)),
        people,
    )
    near(ours.betweenness()["values"], named(nx.betweenness_centrality(plain, normalized=False)), people)
    brokers = ours.brokers()
    # Without a name of weights networkx takes each direction of a tie for 1, as here.
    near(brokers["constraints"], named(nx.constraint(theirs, weight=weight)), people)
    near(ours.clustering()["values"], named(nx.clustering(plain)), people)
    assert ours.clustering()["transitivity"] == pytest.approx(nx.transitivity(plain))
    assert dict(zip(people, ours.cores(), strict=True)) == named(nx.core_number(plain))
    assert ours.density == pytest.approx(nx.density(theirs))
    if name == "directed":
        assert ours.reciprocity == pytest.approx(nx.overall_reciprocity(theirs))
        sizes = sorted(map(len, nx.weakly_connected_components(theirs)), reverse=True)
    else:
        # Asked for all nodes at once, networkx 3.6 has other figures with weights than by its formula for each.
        circles = nx.effective_size(theirs, nodes=list(theirs), weight=weight)
        near(brokers["effective_sizes"], named(circles), people)
        sizes = sorted(map(len, nx.connected_components(theirs)), reverse=True)
    assert ours.components()["sizes"] == sizes
    communities = ours.communities()
    groups: dict[int, set[str]] = {}
    for person, group in zip(people, communities["of"], strict=True):
        groups.setdefault(group, set()).add(person)
    relabelled = nx.relabel_nodes(plain, {node: str(node) for node in plain})
    if name != "directed":
        modularity = nx.community.modularity(relabelled, groups.values(), weight=weight)
        assert communities["modularity"] == pytest.approx(modularity, abs=1e-12)


def test_the_order_of_rows_changes_nothing() -> None:
    table = pl.DataFrame(
        {"from": ["a", "b", "c", "a"], "to": ["b", "c", "a", "b"], "weight": [0.1, 0.2, 0.3, 0.7]}
    )
    document = al.engagement.tie_graph(table, weight="weight").to_json()
    for seed in range(5):
        shuffled = table.sample(fraction=1, shuffle=True, seed=seed)
        assert al.engagement.tie_graph(shuffled, weight="weight").to_json() == document


def test_what_cannot_be_used_is_named() -> None:
    table = pl.DataFrame({"from": ["a", None], "to": ["b", "c"], "weight": [float("nan"), 1.0]})
    with pytest.raises(al.AlumniError) as missing:
        al.engagement.tie_graph(table)
    assert missing.value.path == "from"
    with pytest.raises(al.AlumniError) as weight:
        al.engagement.tie_graph(table.head(1), weight="weight")
    assert weight.value.path == "weight"
    with pytest.raises(al.AlumniError) as half_life:
        al.engagement.tie_graph(table.head(1), half_life_days=0)
    assert half_life.value.path == "at"
    with pytest.raises(al.AlumniError) as cell:
        al.engagement.tie_graph(table.head(1)).between({}, minimum_cell=0)
    assert cell.value.path == "minimum_cell"
    empty = al.engagement.tie_graph(table.head(0))
    assert (len(empty), empty.reciprocity, empty.components()["sizes"]) == (0, None, [])
    assert empty.page_rank()["reached"]


def real(name: str) -> pl.DataFrame:
    path = REAL / name
    if not path.exists():
        pytest.skip(f"the reference {path} is absent")
    return pl.read_csv(path, infer_schema_length=None)


def test_newcomers_of_irc_wait_as_the_annotations_say() -> None:
    rows = real("irc_replies.csv").with_columns(pl.col("reply_to").cast(pl.String)).rows(named=True)
    begin = datetime(2010, 1, 1, tzinfo=UTC)
    events, place = [], {name: number for number, name in enumerate(sorted({row["log"] for row in rows}))}
    authors = {(row["log"], row["msg"]): row["user"] for row in rows}
    answered: set[tuple[str, int]] = set()
    starts, spoken = [], set()
    for row in rows:
        log, message = row["log"], row["msg"]
        who = f"{log}:{row['user']}"
        # The logs one after another, messages in their order: instants are not asked for here.
        at = begin + timedelta(days=20 * place[log], seconds=message)
        given = {"at": at, "actor": who, "actor_type": "alumnus"}
        targets = [int(target) for target in (row["reply_to"] or "").split()]
        name = f"{place[log]:02}-{message:07}"
        if not targets:
            events.append({"id": name, "kind": "post_question", **given})
            starts.append(((log, message), who not in spoken))
        for number, target in enumerate(targets):
            content = {"target": f"{place[log]:02}-{target:07}", "target_type": "content"}
            own = f"{name}+{number}" if number else name
            events.append({"id": own, "kind": "reply", **given, **content})
            if authors.get((log, target), row["user"]) != row["user"] and target < message:
                answered.add((log, target))
        spoken.add(who)
    window = Span(date(2010, 1, 1), date(2100, 1, 1))
    found = al.engagement.responsiveness(events, window=window)
    expected = [start in answered for start, _ in starts]
    assert found.starts["asked"] == len(starts) == 9882
    assert found.starts["answered"]["count"] == sum(expected)
    assert round(found.starts["answered"]["share"], 3) == 0.409
    assert found.newcomers["answered"]["count"] == sum(start in answered for start, new in starts if new)
    assert round(found.newcomers["answered"]["share"], 3) == 0.391
    assert round(found.others["answered"]["share"], 3) == 0.434


def test_enron_is_as_networkx_and_scipy_have_it() -> None:
    nx, stats = pytest.importorskip("networkx"), pytest.importorskip("scipy.stats")
    rows = real("enron_emails.csv")
    graph = al.engagement.tie_graph(rows, source="source", target="target")
    theirs = nx.DiGraph((one, other) for one, other, _ in rows.iter_rows() if one != other)
    assert graph.reciprocity == pytest.approx(nx.overall_reciprocity(theirs))
    assert round(graph.reciprocity or 0, 2) == 0.61
    assert graph.left_out["to_oneself"] == 3715
    core = {str(node): core for node, core in nx.core_number(theirs.to_undirected()).items()}
    ours = dict(zip(graph.people, graph.cores(), strict=True))
    assert all(ours[person] == core.get(person, 0) for person in graph.people)
    # Of the 182 people who wrote to others or were written to.
    sent = rows.filter(pl.col("source") != pl.col("target"))["source"].value_counts()
    amounts = dict(sent.iter_rows())
    spread = al.engagement.inequality([amounts.get(node, 0) for node in theirs], silent_members="counted")
    ordered = sorted(amounts.get(node, 0) for node in theirs)
    people, total = len(ordered), sum(ordered)
    gini = (
        2 * sum(rank * amount for rank, amount in enumerate(ordered, 1)) / (people * total)
        - (people + 1) / people
    )
    assert spread.gini == pytest.approx(gini, abs=1e-12)
    assert (round(gini, 2), spread.absence_factor, spread.people) == (0.69, 18, 182)

    window = Span(date(1997, 1, 1), date(2002, 6, 22))
    end = datetime(2002, 6, 22, tzinfo=UTC)
    mails = [
        (datetime.fromtimestamp(at, UTC), str(one), str(other))
        for one, other, at in rows.iter_rows()
        if one != other and at >= datetime(1997, 1, 1, tzinfo=UTC).timestamp()
    ]
    mails.sort(key=lambda mail: mail[0])
    events = [
        {
            "id": f"{number:05}",
            "at": at,
            "kind": "direct_message",
            "actor": one,
            "actor_type": "alumnus",
            "target": other,
            "target_type": "person",
        }
        for number, (at, one, other) in enumerate(mails)
    ]
    found = al.engagement.responsiveness(events, window=window).turns
    exchanges: dict[frozenset[str], list[tuple[datetime, str]]] = {}
    for at, one, other in mails:
        exchanges.setdefault(frozenset((one, other)), []).append((at, one))
    hours, ended = [], []
    for messages in exchanges.values():
        turns = [messages[0]]
        for message in messages[1:]:
            if message[1] != turns[-1][1]:
                turns.append(message)
        for place, (at, _) in enumerate(turns):
            after = turns[place + 1][0] if place + 1 < len(turns) else end
            hours.append((after - at) / timedelta(hours=1))
            ended.append(place + 1 < len(turns))
    open_still = [not answered for answered in ended]
    survival = stats.ecdf(stats.CensoredData.right_censored(hours, open_still)).sf
    median = next(
        time for time, left in zip(survival.quantiles, survival.probabilities, strict=True) if left <= 0.5
    )
    assert found["asked"] == len(hours) == 11091
    assert found["median_hours"]["time"] == pytest.approx(median)
    assert round(found["median_hours"]["time"] / 24, 1) == 6.6
    for within in found["within"]:
        assert within["share"] == pytest.approx(1 - survival.evaluate(within["hours"]), abs=1e-9)
    assert [round(within["share"], 3) for within in found["within"]] == [0.223, 0.294, 0.512]


def test_pictures_can_be_drawn() -> None:
    pytest.importorskip("matplotlib").use("Agg")
    graph = al.engagement.tie_graph(pl.DataFrame({"from": ["a", "b"], "to": ["b", "c"]}))
    window = Span(date(2024, 1, 1), date(2024, 2, 1))
    drawn: list[Any] = [
        graph.between({"a": "x", "b": "x", "c": "y"}, minimum_cell=1),
        graph.between({}, minimum_cell=1),
        al.engagement.inequality(graph.given, silent_members="counted"),
        al.engagement.inequality([], silent_members="counted"),
        al.engagement.responsiveness([], window=window),
    ]
    for picture in drawn:
        for lang in ("en", "ja"):
            assert picture.plot(lang=lang).get_xlabel()
    assert "too few" in graph.between({"a": "x"})._repr_html_()
    assert "Network" in graph.summary()._repr_html_()
