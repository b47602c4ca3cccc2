"""Reads a mailbox with Python's imaplib, and writes each message to a file: imap_read.py PORT USER PASSWORD FOLDER"""
import imaplib
import os
import sys

port, user, password, folder = int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4]
imap = imaplib.IMAP4("127.0.0.1", port)
imap.login(user, password)
status, (count,) = imap.select("INBOX", readonly=True)
assert status == "OK", status
status, (found,) = imap.uid("SEARCH", "ALL")
assert status == "OK", status
uids = found.split()
assert len(uids) == int(count), (len(uids), count)
for uid in uids:
    status, data = imap.uid("FETCH", uid, "(RFC822.SIZE BODY.PEEK[])")
    assert status == "OK", status
    body = data[0][1]
    with open(os.path.join(folder, uid.decode()), "wb") as out:
        out.write(body)
    assert b"RFC822.SIZE %d " % len(body) in data[0][0], (uid, data[0][0], len(body))
imap.logout()
print(len(uids))
