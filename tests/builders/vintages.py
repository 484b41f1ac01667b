"""An export of every vintage, by name: each function tells one story and gives the tree and what is in it."""

from collections.abc import Callable, Mapping

from tests.builders.built import Built
from tests.builders.facebook_vintages import (
    facebook_page,
    facebook_v2,
    facebook_v3,
    facebook_v4,
    facebook_v5,
    messenger_e2ee,
)
from tests.builders.instagram_vintages import (
    instagram_g1,
    instagram_g2,
    instagram_g3,
    instagram_g4,
    instagram_g5,
    threads,
)
from tests.builders.siblings import meta_ai
from tests.builders.story import Story

VINTAGES: Mapping[str, Callable[[Story], Built]] = {
    "facebook_v2": facebook_v2,
    "facebook_v3": facebook_v3,
    "facebook_v4": facebook_v4,
    "facebook_v5": facebook_v5,
    "facebook_page": facebook_page,
    "messenger_e2ee": messenger_e2ee,
    "instagram_g1": instagram_g1,
    "instagram_g2": instagram_g2,
    "instagram_g3": instagram_g3,
    "instagram_g4": instagram_g4,
    "instagram_g5": instagram_g5,
    "threads": threads,
    "meta_ai": meta_ai,
}
"""Every builder, for tests that run over all of them."""

__all__ = ["VINTAGES", "Built", *VINTAGES]  # noqa: PLE0604
