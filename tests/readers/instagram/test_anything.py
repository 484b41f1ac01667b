"""Whatever JSON a member holds, a reader tells or skips it: none raises, and words are of the closed sets."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scanner.readers import READERS
from scanner.readers.record import ACCOUNT_FACTS, AccountDetail, Record
from scanner.schema import AUTHORS, KINDS, PLATFORMS, PROFILE_FIELDS, SECTIONS
from tests.readers.reading import read

OURS = [name for name in READERS if name.startswith(("instagram.", "threads.", "meta_ai."))]
KEYS = st.sampled_from(
    """
    media|uri|title|creation_timestamp|timestamp|label_values|label|value|dict|vec|timestamp_value|href
    string_map_data|string_list_data|media_map_data|media_list_data|media_metadata|photo_metadata|video_metadata
    exif_data|latitude|longitude|text_app_post|is_reply|ig_stories|ig_reels_media|profile_user
    account_history_account_privacy_history|profile_account_insights|profile_business|photos|direct|caption
    account_history_registration_info|taken_at|path|media_comments|messages|sender_name|timestamp_ms|text
    Comment|Time|Private Account|Date of birth|First Close Friends Story Time|Start date|Username
    """.strip()
    .replace("\n    ", "|")
    .split("|")
)
TEXTS = st.sampled_from(
    [
        "",
        " ",
        "True",
        "Message",
        "Sender",
        "Meta AI",
        "Time",
        "Type",
        "Changed",
        "Start date",
        "Switched to Private",
        "nan",
    ]
)
ATOMS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | TEXTS
    | st.text(max_size=6)
    | st.just("2019-05-04T10:11:12")
)
ANYTHING = st.recursive(
    ATOMS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(KEYS | st.text(max_size=4), inner, max_size=5)
    ),
    max_leaves=40,
)


def encoded(document: Any) -> bytes:
    """Write a document as JSON, integers of any size and lone surrogates too."""
    return json.dumps(document).encode()


@pytest.mark.parametrize("reader", OURS)
@given(document=ANYTHING)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_reader_raises(reader: str, document: Any) -> None:
    for reading in read(reader, encoded(document), "instagram"):
        if isinstance(reading, Record):
            assert reading.platform in PLATFORMS
            assert reading.kind in KINDS
            assert reading.section in SECTIONS
            assert reading.author in AUTHORS
            assert reading.field is None or reading.field in PROFILE_FIELDS
            assert reading.count > 0
        if isinstance(reading, AccountDetail):
            assert reading.name in ACCOUNT_FACTS


@pytest.mark.parametrize("reader", OURS)
@pytest.mark.parametrize("key", ["dict", "vec", "label_values", "wrapper"])
def test_no_reader_follows_without_end(reader: str, key: str) -> None:
    document: dict[str, Any] = {"label": "Message", "value": "x"}
    for _ in range(200):
        document = {key: [document]}
    read(reader, encoded({"label_values": [document]}), "instagram")
    read(reader, encoded(document), "instagram")
