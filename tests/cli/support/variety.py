"""People who have used their portal for a while: settings and calendars of every kind, the same for the same seed."""
import random

REMINDERS = [5, 10, 30]


def settle(portal, seed=7, users=None):
    """Gives everybody a past. Returns what was set, by user: settings, and the names of calendars beside the first."""
    luck = random.Random(seed)
    mails = {int(row["id"]): row["email"] for row in portal.roster}
    past = {}
    for who in users or portal.users:
        webhook = portal.webhooks[who]
        made = []

        def add(name, **more):
            made.append(name)
            return str(portal.call(webhook, "calendar.section.add", {"type": "user", "name": name, **more}))

        settings = some_settings(luck, mails[who])
        if luck.random() < .4:
            meetings = add("Meetings", color="#9CBE1C")
            if luck.random() < .7:
                settings["meetSection"] = meetings
            if luck.random() < .3:
                settings["defaultSections"] = {f"user{who}": meetings}
        if luck.random() < .1:
            add(f'Project "Ä" #{who}: ${{x}} & Söhne', description="über alles\nund mehr", text_color="#FFFFFF")
        if luck.random() < .1:
            settings["crmSection"] = add("Клиенты 🗓", color="#2b6cb0")
        if settings:
            portal.call(webhook, "calendar.user.settings.set", {"settings": settings})
        past[who] = (settings, made)
    return past


def some_settings(luck, mail):
    """What users choose, each value in one of the types that a portal stores."""
    made = {}
    if luck.random() < .3:
        made["view"] = luck.choice(["week", "day", "list"])
    if luck.random() < .2:
        made["showWeekNumbers"] = "Y"
    if luck.random() < .1:
        made["denyBusyInvitation"] = luck.choice([True, "1", 1])
    if luck.random() < .3:
        made["sendFromEmail"] = luck.choice([mail, mail, "desk@acme.example", ""])
    if luck.random() < .1:
        made["defaultReminders"] = {"withTime": [{"type": "min", "count": luck.choice(REMINDERS)}], "fullDay": []}
    if luck.random() < .2:
        made["syncPeriodPast"] = luck.choice([1, "6", 12])
    return made


def means_nothing(portal, who, **settings):
    """Values that a portal stores although no policy may ask for them."""
    portal.call(portal.webhooks[who], "calendar.user.settings.set", {"settings": settings})


def calendars_of(portal, who):
    """id -> name."""
    rows = portal.call(portal.webhooks[who], "calendar.section.get", {"type": "user", "ownerId": who})
    return {row["ID"]: row["NAME"] for row in rows}


def meant_by(portal, who, mail):
    """What a user has, in words that are the same on every portal."""
    settings = portal.call(portal.webhooks[who], "calendar.user.settings.get")
    names = calendars_of(portal, who)

    def calendar(value):
        return names.get(str(value), f"id {value}") if value not in (False, "", None) else "none"

    made = {key: settings[key] for key in ("view", "showDeclined", "denyBusyInvitation", "collapseOffHours",
                                           "showWeekNumbers", "showTasks", "syncTasks", "showCompletedTasks")}
    made["sendFromEmail"] = "own" if settings["sendFromEmail"] == mail else settings["sendFromEmail"] or ""
    made["reminders"] = {kind: each if isinstance(each, list) else [each]
                         for kind, each in settings["defaultReminders"].items()}
    for key in ("syncPeriodPast", "syncPeriodFuture"):
        made[key] = str(settings[key])
    for key in ("meetSection", "crmSection", "lastUsedSection"):
        made[key] = calendar(settings[key])
    sections = settings["defaultSections"] or {}
    made["defaultSections"] = {"own" if key == f"user{who}" else key: calendar(each) for key, each in sections.items()}
    return made
