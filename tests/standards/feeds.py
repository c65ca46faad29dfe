"""Reads the calendars of reservations again: feeds.py FOLDER KHAL.

`icalendar` and `recurring_ical_events` (PyPI) and khal (Debian) must find in feed.ics exactly what
events.json says: begin, end, title, cancelled or not. The invitation and the cancellation must be
what iMIP wants. A feed that was touched must be found wrong by both.
"""

import collections
import json
import os
import pathlib
import subprocess
import sys
from datetime import datetime, timezone

import icalendar
import recurring_ical_events

FIRST, LAST = datetime(2025, 12, 1, tzinfo=timezone.utc), datetime(2029, 12, 31, tzinfo=timezone.utc)
KHAL = """[calendars]
[[parvis]]
path = {folder}/events
[sqlite]
path = {folder}/khal.db
[locale]
local_timezone = Etc/UTC
default_timezone = Etc/UTC
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
"""


def seconds(moment):
    return int(moment.timestamp())


def with_icalendar(text):
    """(uid, begin, end, title, cancelled) of all events, as PyPI's programs read them."""
    calendar = icalendar.Calendar.from_ical(text)
    faults = [error for part in calendar.walk() for error in part.errors]
    if faults:
        raise SystemExit(f"icalendar: {faults}")
    found = recurring_ical_events.of(calendar, keep_recurrence_attributes=True).between(FIRST, LAST)
    return sorted(
        (str(e["UID"]), seconds(e["DTSTART"].dt), seconds(e["DTEND"].dt), str(e["SUMMARY"]),
         e["STATUS"] == "CANCELLED")
        for e in found
    )


def with_khal(khal, folder, text):
    """(begin minute, end minute) by uid, as khal lists them after it has imported the file."""
    folder.mkdir()
    (folder / "events").mkdir()
    (folder / "config").write_text(KHAL.format(folder=folder), encoding="utf-8")
    (folder / "feed.ics").write_text(text, encoding="utf-8", newline="")
    call = [khal, "--config", str(folder / "config")]
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}

    def run(*words):
        done = subprocess.run([*call, *words], capture_output=True, text=True, env=environment, check=False)
        if done.returncode != 0:
            raise SystemExit(f"khal {words[0]}: {done.stderr}{done.stdout}")
        return done.stdout

    run("import", "--batch", "-a", "parvis", str(folder / "feed.ics"))
    form = "{uid}|{start-long-full}|{end-long-full}|{title}"
    listed = run("list", "--notstarted", "--day-format", "", "--format", form,
                 f"{FIRST:%Y-%m-%d %H:%M}", f"{LAST:%Y-%m-%d %H:%M}")
    # What goes on after midnight is listed on both days.
    return {tuple(line.split("|")[:3]) for line in listed.splitlines() if line.count("|") >= 3}


def as_khal(events):
    """What khal should list."""
    clock = lambda second: datetime.fromtimestamp(second, timezone.utc).strftime("%Y-%m-%d %H:%M")
    return {(uid, clock(begin), clock(end)) for uid, begin, end, _, _ in events}


def differences(found, wanted, who):
    more = collections.Counter(found) - collections.Counter(wanted)
    less = collections.Counter(wanted) - collections.Counter(found)
    return [f"{who}: not ours: {one}" for one in more] + [f"{who}: missing: {one}" for one in less]


def mails(folder):
    """What is wrong with the bodies of mails, by RFC 6047."""
    faults = []
    for name, method in (("request", "REQUEST"), ("cancel", "CANCEL")):
        calendar = icalendar.Calendar.from_ical((folder / f"{name}.ics").read_bytes())
        event = calendar.walk("VEVENT")[0]
        faults += [f"{name}: no {key}" for key in ("ORGANIZER", "ATTENDEE", "UID", "DTSTAMP", "SEQUENCE") if key not in event]
        if str(calendar["METHOD"]) != method:
            faults.append(f"{name}: the method is {calendar['METHOD']}")
        if (name == "cancel") != ("RECURRENCE-ID" in event):
            faults.append(f"{name}: RECURRENCE-ID")
    return faults


def main(folder, khal):
    folder = pathlib.Path(folder)
    wanted = sorted(tuple(one) for one in json.loads((folder / "events.json").read_text(encoding="utf-8")))
    feed = (folder / "feed.ics").read_bytes().decode("utf-8")
    touched = feed.replace("DTSTART;TZID=Europe/Paris:20260327T090000", "DTSTART;TZID=Europe/Paris:20260327T093000")
    faults = []
    if not differences(with_icalendar(touched), wanted, "icalendar"):
        faults.append("icalendar: a touched feed was not found")
    if not differences(with_khal(khal, folder / "touched", touched), as_khal(wanted), "khal"):
        faults.append("khal: a touched feed was not found")
    faults += differences(with_icalendar(feed), wanted, "icalendar")
    faults += differences(with_khal(khal, folder / "khal", feed), as_khal(wanted), "khal")
    faults += mails(folder)
    for line in feed.encode("utf-8").split(b"\r\n"):
        if len(line) > 75 or b"\n" in line:
            faults.append(f"line of {len(line)} octets: {line!r}")
    if faults:
        print("\n".join(faults))
        sys.exit(1)
    print(f"calendars: {len(wanted)} events as icalendar, recurring_ical_events and khal find them")


main(*sys.argv[1:])
