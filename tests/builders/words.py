"""What Meta writes in the account's language: labels and title lines.

Instagram's labels are those that public readers of real exports list; the rest stays English, as real exports
mix both. Facebook's English title lines and labels are met in real exports. The German and French ones are
invented, as nobody published them: a reader must answer that it does not know them.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """One language. In a title line, `{me}` is the owner and `{x}` the group, person or page."""

    private: str
    username: str
    email: str
    name: str
    birth: str
    gender: str
    photo: str
    yes: str
    no: str
    time: str
    comment: str
    owner: str
    switched_private: str
    switched_public: str
    titles: dict[str, str]
    labels: dict[str, str]


_ENGLISH_TITLES = {
    "post": "{me} updated her status.",
    "photo": "{me} added a new photo.",
    "photos": "{me} added {x} new photos.",
    "link": "{me} shared a link.",
    "to_group": "{me} shared a post to the group: {x}.",
    "wall": "{me} wrote on {x}'s timeline.",
    "life_event": "{me} added a life event from {x}.",
    "listing": "{me} posted something for sale.",
    "review": "{me} recommends {x}.",
    "app": "{me} posted something via {x}.",
    "from_instagram": "Shared from Instagram",
    "live": "{me} was live.",
    "profile_picture": "{me} updated her profile picture.",
    "cover_photo": "{me} updated her cover photo.",
    "group_post": "{me} posted in {x}.",
    "group_comment": "{me} commented on a post in {x}.",
    "comment": "{me} commented on {x}'s post.",
    "own_comment": "{me} commented on her own post.",
    "reply": "{me} replied to {x}'s comment.",
    "reaction": "{me} likes {x}'s post.",
    "member": "{me} became a member of {x}.",
    "others": "{x} wrote on your timeline.",
}

_GERMAN_TITLES = {
    "post": "{me} hat den Status aktualisiert.",
    "photo": "{me} hat ein neues Foto hinzugefügt.",
    "photos": "{me} hat {x} neue Fotos hinzugefügt.",
    "link": "{me} hat einen Link geteilt.",
    "to_group": "{me} hat einen Beitrag in der Gruppe geteilt: {x}.",
    "wall": "{me} hat in der Chronik von {x} geschrieben.",
    "life_event": "{me} hat ein Lebensereignis hinzugefügt: {x}.",
    "listing": "{me} bietet etwas zum Verkauf an.",
    "review": "{me} empfiehlt {x}.",
    "app": "{me} hat etwas über {x} gepostet.",
    "from_instagram": "Auf Instagram geteilt",
    "live": "{me} war live.",
    "profile_picture": "{me} hat ein neues Profilbild.",
    "cover_photo": "{me} hat ein neues Titelbild.",
    "group_post": "{me} hat in {x} gepostet.",
    "group_comment": "{me} hat einen Beitrag in {x} kommentiert.",
    "comment": "{me} hat den Beitrag von {x} kommentiert.",
    "own_comment": "{me} hat den eigenen Beitrag kommentiert.",
    "reply": "{me} hat auf den Kommentar von {x} geantwortet.",
    "reaction": "{me} gefällt der Beitrag von {x}.",
    "member": "{me} ist jetzt Mitglied von {x}.",
    "others": "{x} hat in deiner Chronik geschrieben.",
}

_FRENCH_TITLES = {sort: f"{{me}} · {sort} · {{x}}" for sort in _ENGLISH_TITLES}

_ENGLISH_LABELS = {
    "message": "Message",
    "url": "URL",
    "target": "Target",
    "media": "Media",
    "photos": "Photos",
    "location": "Location",
    "place_tags": "Place tags",
    "reaction": "Reaction",
    "name": "Name",
    "visit": "Visit time",
    "place": "Place name",
    "future_posts": "Who can see your future posts?",
}

_GERMAN_LABELS = {
    "message": "Nachricht",
    "url": "URL",
    "target": "Ziel",
    "media": "Medien",
    "photos": "Fotos",
    "location": "Ort",
    "place_tags": "Markierte Orte",
    "reaction": "Reaktion",
    "name": "Name",
    "visit": "Zeitpunkt des Besuchs",
    "place": "Name des Ortes",
    "future_posts": "Wer kann deine zukünftigen Beiträge sehen?",
}

ENGLISH = Words(
    private="Private Account",
    username="Username",
    email="Email",
    name="Name",
    birth="Date of birth",
    gender="Gender",
    photo="Profile Photo",
    yes="True",
    no="False",
    time="Time",
    comment="Comment",
    owner="Media Owner",
    switched_private="Switched to Private",
    switched_public="Switched to Public",
    titles=_ENGLISH_TITLES,
    labels=_ENGLISH_LABELS,
)

GERMAN = Words(
    private="Privates Konto",
    username="Benutzername",
    email="E-Mail-Adresse",
    name="Name",
    birth="Date of birth",
    gender="Gender",
    photo="Profilbild",
    yes="True",
    no="False",
    time="Zeit",
    comment="Kommentar",
    owner="Medieninhaber",
    switched_private="Switched to Private",
    switched_public="Switched to Public",
    titles=_GERMAN_TITLES,
    labels=_GERMAN_LABELS,
)

FRENCH = Words(
    private="Compte privé",
    username="Nom d\u2019utilisateur",
    email="Adresse e-mail",
    name="Name",
    birth="Date of birth",
    gender="Gender",
    photo="Photo de profil",
    yes="True",
    no="False",
    time="Heure",
    comment="Commentaire",
    owner="Propriétaire du média",
    switched_private="Switched to Private",
    switched_public="Switched to Public",
    titles=_FRENCH_TITLES,
    labels=_ENGLISH_LABELS,
)

BRITISH = Words(
    private="Private account",
    username="Username",
    email="Email address",
    name="Name",
    birth="Date of birth",
    gender="Gender",
    photo="Profile photo",
    yes="True",
    no="False",
    time="Time",
    comment="Comment",
    owner="Media owner",
    switched_private="Switched to Private",
    switched_public="Switched to Public",
    titles=_ENGLISH_TITLES,
    labels=_ENGLISH_LABELS,
)

WORDS = {"en": ENGLISH, "en_GB": BRITISH, "de": GERMAN, "fr": FRENCH}
