"""The same figures by scipy, igraph and rustworkx.

Usage: peers.py FOLDER ENGINE --round N
"""

import argparse
import json
import resource
import time
from pathlib import Path

import numpy as np


def line(group: str, engine: str, number: int, unit: str, value: float) -> None:
    measured = {"group": group, "engine": engine, "mode": "", "round": number, "unit": unit}
    print(json.dumps(measured | {"value": float(value)}), flush=True)


def timed(group: str, engine: str, number: int, run):
    start = time.process_time()
    answer = run()
    line(group, engine, number, "ms", (time.process_time() - start) * 1e3)
    return answer


def ranked(engine: str, number: int, ranks) -> None:
    ranks = np.asarray(ranks)
    line("largest rank", engine, number, "", ranks.max())
    line("squared ranks", engine, number, "", (ranks**2).sum())


def by_scipy(source, target, number: int) -> None:
    from scipy import sparse

    people = int(max(source.max(), target.max())) + 1

    def build():
        made = sparse.csr_array((np.ones(len(source)), (source, target)), shape=(people, people))
        made.sum_duplicates()
        made.setdiag(0)
        made.eliminate_zeros()
        return made

    matrix = timed("build", "scipy", number, build)
    line("ties", "scipy", number, "", matrix.nnz)

    def page_rank():
        given = matrix.sum(axis=1)
        nobody = given == 0
        share = sparse.diags_array(np.where(nobody, 0, 1 / np.where(nobody, 1, given)))
        pull = (share @ matrix).T.tocsr()
        ranks = np.full(people, 1 / people)
        for _ in range(1000):
            found = 0.85 * (pull @ ranks + ranks[nobody].sum() / people) + 0.15 / people
            change = np.abs(found - ranks).sum()
            ranks = found
            if change <= 1e-9:
                return ranks
        raise RuntimeError("no end")

    ranked("scipy", number, timed("PageRank to 1e-9", "scipy", number, page_rank))

    def reciprocity():
        plain = matrix.astype(bool)
        return plain.multiply(plain.T).nnz / plain.nnz

    line("share returned", "scipy", number, "", timed("reciprocity", "scipy", number, reciprocity))
    connected = sparse.csgraph.connected_components
    timed("components", "scipy", number, lambda: connected(matrix, directed=True, connection="weak"))


def by_igraph(source, target, number: int) -> None:
    import igraph

    def build():
        edges = np.column_stack((source, target)).tolist()
        made = igraph.Graph(n=int(max(source.max(), target.max())) + 1, edges=edges, directed=True)
        made.es["weight"] = 1
        return made.simplify(combine_edges="sum")

    graph = timed("build", "igraph", number, build)
    line("ties", "igraph", number, "", graph.ecount())
    ranks = timed("PageRank to 1e-9", "igraph", number, lambda: graph.pagerank(weights="weight"))
    ranked("igraph", number, ranks)
    line("share returned", "igraph", number, "", timed("reciprocity", "igraph", number, graph.reciprocity))
    # The cores of the simple graph without directions, which has to be made first.
    plain = timed("simple graph for k-core", "igraph", number, lambda: graph.as_undirected(mode="collapse"))
    line("sum of cores", "igraph", number, "", sum(timed("k-core", "igraph", number, plain.coreness)))
    timed("components", "igraph", number, lambda: graph.connected_components(mode="weak"))


def by_rustworkx(source, target, number: int) -> None:
    import rustworkx

    def build():
        made = rustworkx.PyDiGraph(multigraph=False)
        people = int(max(source.max(), target.max())) + 1
        made.add_nodes_from(range(people))
        pairs = np.unique(source.astype(np.uint64) * np.uint64(people) + target)
        plain = zip((pairs // people).tolist(), (pairs % people).tolist(), strict=True)
        made.add_edges_from_no_data([pair for pair in plain if pair[0] != pair[1]])
        return made

    graph = timed("build", "rustworkx", number, build)
    line("ties", "rustworkx", number, "", graph.num_edges())
    people = graph.num_nodes()
    # Its tolerance is for each person.
    timed(
        "PageRank to 1e-9",
        "rustworkx",
        number,
        lambda: rustworkx.pagerank(graph, tol=1e-9 / people, max_iter=1000),
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("engine", choices=["scipy", "igraph", "rustworkx"])
    parser.add_argument("--round", type=int, default=0)
    options = parser.parse_args()
    source, target = (np.fromfile(options.folder / f"{name}.u4", dtype="<u4") for name in ("from", "to"))
    engines = {"scipy": by_scipy, "igraph": by_igraph, "rustworkx": by_rustworkx}
    engines[options.engine](source, target, options.round)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    line("peak", options.engine, options.round, "MB", peak)


main()
