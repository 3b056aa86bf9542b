"""
What OpenAPI cannot say of our API, for schemathesis: which parameters do not go together, which names a path may have, and what is
in the database. Everything else that the description allows must be accepted, and is checked strictly.
"""

import json

import schemathesis

#: Each way of paging, of which a request takes one.
PAGING = [
    {"page[offset]", "page[limit]"},
    {"page[number]", "page[size]"},
    {"page[after]", "page[before]", "page[size]"},
]


@schemathesis.hook
def filter_query(context, query):
    """A list of nothing and a list of an empty text are written alike."""
    return not isinstance(query, dict) or not any(name.startswith("fields[") and "" in ensured_list(value) for name, value in query.items())


def ensured_list(value):
    return value if isinstance(value, list) else [value]


@schemathesis.hook
def map_query(context, query):
    """Keeps one way of paging, so that most requests come further. What is wrong stays in."""
    if not isinstance(query, dict):
        return query
    asked = {name for name in query if any(name in way for way in PAGING)}
    if any(asked <= way for way in PAGING) or not all(is_right(query[name]) for name in asked):
        return query
    kept = next(way for way in PAGING if asked & way)
    return {name: value for name, value in query.items() if name not in asked or name in kept}


def is_right(value):
    return isinstance(value, (int, str)) and not isinstance(value, bool) and (str(value).isdigit() or value == "")


@schemathesis.check
def what_is_allowed_is_accepted(context, response, case):
    """A request that the description allows is refused only for what the description cannot say."""
    if not case.meta or not case.meta.generation.mode.is_positive or response.status_code < 400:
        return
    if response.status_code in (404, 409, 412):
        return
    errors = json.loads(response.text)["errors"]
    unexplained = [error for error in errors if not is_beyond_openapi(error, case)]
    if unexplained:
        raise AssertionError(f"refused, though the description allows it: {json.dumps(unexplained, ensure_ascii=False)}")


def is_beyond_openapi(error, case):
    source = error.get("source", {})
    parameter, pointer = source.get("parameter", ""), source.get("pointer", "")
    if case.path.endswith("/operations"):
        return True
    return (
        # Names of what is behind a relationship, conditions written as JSON, cursors.
        parameter in ("include", "sort", "groupBy", "filter", "page[after]", "page[before]")
        or (parameter == "page" and "mixes several ways" in error["detail"])
        # What `aggregateBy` does not ask for.
        or parameter.startswith("havingFilter")
        # Numbers of ids that have as many digits as some that fit, and do not.
        or "which is no id of a" in error.get("detail", "") + error["title"].replace("is no id", "which is no id")
        # A row referred to that is not there.
        or error.get("code") in ("2001", "2002")
        # A foreign key may come as attribute or as relationship, one must, and both must say the same; so must id and attributes.
        or (error["title"].endswith(("needs a value", "cannot be null")) and pointer.endswith("_id"))
        or "says something else than" in error["title"]
        # Numbers of JSON Schema are binary: it has no digits after the point.
        or "digits after the point" in error["title"] + error.get("detail", "")
        # Conditions of the database, and rows that must belong to some other.
        or error.get("detail", "").startswith("it violates the check")
        or error.get("detail", "").endswith("` must hold")
        or (error["status"] == "403" and "cannot be emptied" in error["title"])
    )
