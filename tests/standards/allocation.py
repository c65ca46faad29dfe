"""Does allocations again, from docs/allocation.md alone: allocation.py PROGRAM.

Markets are made here, from fixed seeds; PROGRAM (parvis) gives out their seats, this does it
again from the published file, and both must agree. A file that was touched must be found out.
"""

import csv
import hashlib
import json
import pathlib
import random
import subprocess
import sys
import tempfile

LAST = 2**32


class Market:
    def __init__(self, file):
        self.seed = (file["seed"], file["public"])
        self.offers = {offer["id"]: offer for offer in file["entered"]["offers"]}
        self.persons = file["entered"]["persons"]
        self.parties = {}
        for number, person in enumerate(self.persons):
            self.parties.setdefault(person["party"], []).append(number)
        self.order = self.sorted_by()
        self.place = {party: place for place, party in enumerate(self.order)}

    def ticket(self, *more):
        return hashlib.sha256("\n".join([*self.seed, *more]).encode()).hexdigest()

    def sorted_by(self, *more):
        return sorted(self.parties, key=lambda party: self.ticket(party, *more))

    def wishes(self, party):
        return len(self.persons[self.parties[party][0]]["wishes"])

    def asked(self, party, rank):
        """Offers of a wish, with the claims made there: class, place in the draw, and person."""
        asked = {}
        for number in self.parties[party]:
            wish = self.persons[number]["wishes"][rank]
            claim = (wish["class"] or LAST, self.place[party], number)
            asked.setdefault(wish["offer"], []).append(claim)
        return asked

    def bounds(self, offer, category):
        for quota in self.offers[offer]["quotas"]:
            if quota["category"] == category:
                return quota["at_least"], quota["at_most"]
        return 0, LAST

    def fits(self, offer, numbers):
        counts = {}
        for number in numbers:
            category = self.persons[number]["category"]
            counts[category] = counts.get(category, 0) + 1
        full = any(n > self.bounds(offer, category)[1] for category, n in counts.items())
        return len(numbers) <= self.offers[offer]["seats"] and not full

    def keep(self, offer, claims):
        kept, counts = [], {}
        for reserved in (True, False):
            for claim in sorted(claims):
                category = self.persons[claim[2]]["category"]
                count = counts.get(category, 0)
                least, most = self.bounds(offer, category)
                room = count < least if reserved else count < most
                if claim not in kept and room and len(kept) < self.offers[offer]["seats"]:
                    kept.append(claim)
                    counts[category] = count + 1
        return kept


def serial(market):
    got, there = {}, {offer: [] for offer in market.offers}
    for party in market.order:
        for rank in range(market.wishes(party)):
            asked = market.asked(party, rank)
            new = {o: there[o] + [claim[2] for claim in claims] for o, claims in asked.items()}
            if all(market.fits(offer, numbers) for offer, numbers in new.items()):
                there.update(new)
                got[party] = rank
                break
    return got, "in-turn"


class Attempt:
    def __init__(self, market):
        self.market, self.got = market, {}

    def held(self, offer):
        return [
            claim
            for party, rank in self.got.items()
            for claim in self.market.asked(party, rank).get(offer, [])
        ]

    def granted(self, party):
        """The best granted wish that is better than what a party has, and who must leave."""
        market = self.market
        for rank in range(self.got.get(party, market.wishes(party))):
            leave, mine = set(), market.parties[party]
            for offer, claims in market.asked(party, rank).items():
                crowd = [claim for claim in self.held(offer) if claim[2] not in mine] + claims
                kept = market.keep(offer, crowd)
                leave |= {market.persons[claim[2]]["party"] for claim in crowd if claim not in kept}
            if party not in leave:
                return rank, sorted(leave, key=market.place.get)
        return None

    def complaining(self):
        return [party for party in self.market.order if self.granted(party)]

    def run(self, waiting):
        for _ in range(1000 + 20 * len(self.market.parties)):
            if not waiting:
                waiting = self.complaining()
            if not waiting:
                break
            party = waiting.pop(0)
            found = self.granted(party)
            if found:
                self.got[party] = found[0]
                for other in found[1]:
                    del self.got[other]
                    if other not in waiting:
                        waiting.append(other)
        return len(self.complaining()), self.got


def search(market, best):
    """All allocations; the best, and whether the search was complete."""
    nodes = 0

    def descend(attempt, depth):
        nonlocal best, nodes
        if best[0] == 0 or nodes > 100_000:
            return
        nodes += 1
        if nodes > 100_000:
            return
        if depth == len(market.order):
            count = len(attempt.complaining())
            if count < best[0]:
                best = (count, dict(attempt.got))
            return
        party = market.order[depth]
        for rank in range(market.wishes(party)):
            attempt.got[party] = rank
            offers = market.asked(party, rank)
            if all(market.fits(o, [claim[2] for claim in attempt.held(o)]) for o in offers):
                descend(attempt, depth + 1)
            del attempt.got[party]
        descend(attempt, depth + 1)

    descend(Attempt(market), 0)
    return best, nodes <= 100_000


def deferred(market):
    best = None
    grouped = any(len(members) > 1 for members in market.parties.values())
    for number in range(10 if grouped else 1):
        order = market.sorted_by(str(number)) if number else list(market.order)
        found = Attempt(market).run(order)
        if found[0] == 0:
            return found[1], "stable"
        if best is None or found[0] < best[0]:
            best = found
    complete = False
    if len(market.parties) <= 16:
        best, complete = search(market, best)
    standing = "stable" if best[0] == 0 else "none-exists" if complete else "none-found"
    return best[1], standing


def differences(file):
    market = Market(file)
    got, standing = serial(market) if file["rule"] == "serial" else deferred(market)
    answer = []
    for person in market.persons:
        rank = got.get(person["party"])
        nothing = rank is None
        offer = None if nothing else person["wishes"][rank]["offer"]
        wish = None if nothing else rank + 1
        answer.append({"person": person["id"], "offer": offer, "wish": wish})
    ours = {
        "commitment": hashlib.sha256(file["seed"].encode()).hexdigest(),
        "draw": [{"party": party, "ticket": market.ticket(party)} for party in market.order],
        "answer": answer,
        "standing": standing,
    }
    return [key for key, value in ours.items() if file[key] != value]


def write(path, head, rows):
    with open(path, "w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerows([head, *rows])


def made(folder, number):
    """The files of a market: every second one with groups, some with classes and quotas."""
    chance = random.Random(number)
    offers = [f"lieu {n} é" for n in range(chance.randint(2, 5))]
    seats = [chance.randint(0, 4) for _ in offers]
    write(folder / "offers.csv", ["offer", "seats"], zip(offers, seats))
    persons, classes = [], []
    while len(persons) < chance.randint(6, 14):
        size = chance.choice([1, 1, 2, 3]) if number % 2 else 1
        length = chance.randint(0, len(offers))
        for member in range(size):
            name = f"p{len(persons)}"
            party = f"g{len(persons) - member}" if size > 1 else ""
            wishes = chance.sample(offers, length)
            category = chance.choice(["", "near", "far"])
            persons.append([name, party, category, ">".join(wishes)])
            for offer in wishes:
                if chance.random() < 0.5:
                    classes.append([offer, name, chance.randint(1, 3)])
    write(folder / "persons.csv", ["person", "party", "category", "wishes"], persons)
    write(folder / "classes.csv", ["offer", "person", "class"], classes)
    serial_too = number % 3 == 0
    reserved = 0 if serial_too else min(2, seats[1])
    quotas = [[offers[0], "near", 0, 1], [offers[1], "far", reserved, max(2, reserved)]]
    quotas = quotas if number % 4 else []
    write(folder / "quotas.csv", ["offer", "category", "at_least", "at_most"], quotas)
    asked = ["--rule", "serial"] if serial_too else ["--rule", "deferred"]
    for name in ["offers", "persons", "quotas"] + ([] if serial_too else ["classes"]):
        asked += [f"--{name}", str(folder / f"{name}.csv")]
    return asked + ["--seed", f"seed {number}", "--public", "4 8 15" if number % 5 else ""]


def main(program):
    faults, standings = [], {}
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for number in range(200):
            command = [program, "allocation", "draw", "--json", *made(folder, number)]
            done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
            if done.returncode not in (0, 4):
                sys.exit(f"market {number}: ended with {done.returncode}: {done.stderr}")
            file = json.loads(done.stdout)
            standings[file["standing"]] = standings.get(file["standing"], 0) + 1
            faults += [f"market {number}: {key} differs" for key in differences(file)]
            path = folder / "published.json"
            for touched in (False, True):
                if touched:
                    file["draw"].reverse()
                path.write_text(json.dumps(file), encoding="utf-8")
                again = [program, "allocation", "check", str(path)]
                code = subprocess.run(again, capture_output=True).returncode
                if code != (3 if touched and len(file["draw"]) > 1 else 0):
                    faults.append(f"market {number}: check ended with {code}, touched: {touched}")
            if len(file["draw"]) > 1 and "draw" not in differences(file):
                faults.append(f"market {number}: a turned draw was not noticed")
    for standing in ("in-turn", "stable", "none-exists"):
        if standing not in standings:
            faults.append(f"no market was {standing}, so that was not tried")
    for fault in faults:
        print(fault)
    if faults:
        sys.exit(1)
    told = ", ".join(f"{count} {standing}" for standing, count in sorted(standings.items()))
    print(f"allocations done again: {told}: 0 differences")


main(*sys.argv[1:])
