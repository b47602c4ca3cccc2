"""Signs and checks messages by dkimpy, asks pyspf, and reads fields of results by authres: for a folder of files, in one run."""

import email.parser
import json
import os
import random
import sys

import authres
import dkim
import spf

folder = sys.argv[1]
plan = json.load(open(os.path.join(folder, "plan.json")))
records = {name.lower(): text.encode("latin-1") for name, text in plan["records"].items()}
random.seed(plan["seed"])


def text(name, timeout=5):
    name = name.decode() if isinstance(name, bytes) else name
    return records.get(name.rstrip(".").lower())


def read(*names):
    with open(os.path.join(folder, *names), "rb") as file:
        return file.read()


def write(octets, *names):
    with open(os.path.join(folder, *names), "wb") as file:
        file.write(octets)


said = {}


def verdict(checks, number):
    try:
        return "pass" if checks.verify(number, dnsfunc=text) else "fail"
    except dkim.ValidationError:
        return "fail"


for name in plan["ours"]:
    checks = dkim.DKIM(read("ours", name), minkey=1024)
    count = sum(1 for field, _ in checks.headers if field.lower() == b"dkim-signature")
    said["ours/" + name] = [verdict(checks, i) for i in range(count)]
for name in plan["sealed"]:
    result = dkim.arc_verify(read("sealed", name), dnsfunc=text, minkey=1024)
    said["sealed/" + name] = [result[0].decode()]
for name in plan["plain"]:
    message = read("plain", name)
    forms = (random.choice([b"simple", b"relaxed"]), random.choice([b"simple", b"relaxed"]))
    short = random.random() < 0.2
    kind = random.choice(["rsa", "ed"])
    field = dkim.sign(
        message,
        kind.encode(),
        b"theirs.test",
        plan["rsa"].encode() if kind == "rsa" else plan["ed"].encode(),
        canonicalize=forms,
        signature_algorithm=b"rsa-sha256" if kind == "rsa" else b"ed25519-sha256",
        length=short,
    )
    write(field + message, "theirs", name)
    fields = dkim.arc_sign(
        message + b"",
        b"rsa",
        b"theirs.test",
        plan["rsa"].encode(),
        b"mx.theirs.test",
        timestamp="1700000000",
    ) if b"Authentication-Results: mx.theirs.test" in message else []
    write(b"".join(fields) + message, "arc", name)


class Asked(spf.query):
    def dns(self, name, kind, cnames=None, ignore_void=False):
        found = plan["zone"].get(name.rstrip(".").lower())
        if found == "TIMEOUT":
            raise spf.TempError("DNS timeout")
        return self.records(found or {}, kind)

    def records(self, found, kind):
        result = found.get(kind, [])
        if kind == "TXT":
            return [tuple([one.encode("latin-1")]) for one in result]
        if kind == "MX":
            return [(int(one.split()[0]), one.split()[1]) for one in result]
        return list(result)


for number, (address, sender, helo) in enumerate(plan["spf"]):
    query = Asked(i=address, s=sender, h=helo, strict=True)
    said["spf/%d" % number] = [query.check()[0]]
for number, value in enumerate(plan["results"]):
    parsed = authres.AuthenticationResultsHeader.parse("Authentication-Results: " + value)
    said["results/%d" % number] = [parsed.authserv_id] + ["%s=%s" % (each.method, each.result) for each in parsed.results]
json.dump(said, open(os.path.join(folder, "said.json"), "w"))
