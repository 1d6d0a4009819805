"""Policies and ladders that come with the library: the criteria that programmes really use, as data to start from.

Each says in its `source` where it is from. They are examples of rules, not advice.
"""

from alumni._alumni import (
    Ladder,
    Policy,
    _library_all,
    _library_get,
    _library_ladder,
    _library_ladder_text,
    _library_ladders,
    _library_text,
    _library_versions,
)

__all__ = ["all", "get", "ladder", "ladder_text", "ladders", "text", "versions"]


def all() -> list[Policy]:
    """Every policy, by id; the versions of one id from the oldest to the newest.

    Examples
    --------
    >>> import alumni as al
    >>> "three-years" in [policy.id for policy in al.library.all()]
    True
    """
    return _library_all()


def get(id: str) -> Policy:
    """The newest version of the policy ``id``.

    Raises
    ------
    UnknownNameError
        For an id that the library does not have, with the nearest that it has.

    Examples
    --------
    >>> import alumni as al
    >>> al.library.get("ohio-3362-4-96").source
    'Ohio Admin. Code 3362-4-96'
    """
    return _library_get(id)


def versions(id: str) -> list[Policy]:
    """The versions of the policy ``id``, from the oldest to the newest.

    Examples
    --------
    >>> import alumni as al
    >>> [policy.version for policy in al.library.versions("job-return")]
    [1, 2]
    """
    return _library_versions(id)


def text(id: str) -> str:
    """The document of the newest version of the policy ``id``, in TOML with its comments: to copy and change.

    Examples
    --------
    >>> import alumni as al
    >>> al.Policy.parse(al.library.text("perk")) == al.library.get("perk")
    True
    """
    return _library_text(id)


def ladders() -> list[Ladder]:
    """Every ladder, by id.

    Examples
    --------
    >>> import alumni as al
    >>> [ladder.id for ladder in al.library.ladders()]
    ['re-engagement', 'richmond', 'trinity']
    """
    return _library_ladders()


def ladder(id: str) -> Ladder:
    """The ladder ``id``.

    Raises
    ------
    UnknownNameError
        For an id that the library does not have, with the nearest that it has.

    Examples
    --------
    >>> import alumni as al
    >>> al.library.ladder("trinity").steps
    ['adjusted-date', 'original-date']
    """
    return _library_ladder(id)


def ladder_text(id: str) -> str:
    """The document of the ladder ``id``, in TOML with its comments.

    Examples
    --------
    >>> import alumni as al
    >>> al.Ladder.parse(al.library.ladder_text("trinity")) == al.library.ladder("trinity")
    True
    """
    return _library_ladder_text(id)
