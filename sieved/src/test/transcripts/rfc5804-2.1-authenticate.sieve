# RFC 5804 §1.7, §2.1, §2.4: the greeting, logging in, and what is offered when
fixture user alice secret

S: "IMPLEMENTATION" "JDBMail"
S: "SIEVE" "...fileinto...vacation..."
S: "NOTIFY" "mailto"
S: "EXTLISTS" "urn"
S: "SASL" "PLAIN...
S: "MAXREDIRECTS" "4"
S: "UNAUTHENTICATE"
S: "VERSION" "1.0"
S: OK "mail.example.test ManageSieve JDBMail"
C: LISTSCRIPTS
S: NO "LISTSCRIPTS can't be said now"
C: AUTHENTICATE "PLAIN" "AGFsaWNlAHdyb25n"
S: NO "Name or password not right"
C: AUTHENTICATE "X-NONE"
S: NO "This mechanism is not known"

# the response as a literal, and no capabilities after the login (RFC 5804 §2.1)
C: AUTHENTICATE "PLAIN" {"AGFsaWNlAHNlY3JldA=="+}
S: OK "Logged in"
quiet 200ms
C: AUTHENTICATE "PLAIN" "AGFsaWNlAHNlY3JldA=="
S: NO "AUTHENTICATE can't be said now"
C: CAPABILITY
S>: "OWNER" "alice"
S>: OK "These are all"

# RFC 5804 §2.14.1: as if nobody had logged in
C: UNAUTHENTICATE
S: OK "Logged out"
C: GETSCRIPT "a"
S: NO "GETSCRIPT can't be said now"

# without an initial response the server asks, by a literal, which every client understands; "*" gives up
C: AUTHENTICATE "PLAIN"
S: {""}
C: "*"
S: NO "Cancelled"
C: AUTHENTICATE "LOGIN"
S: {"VXNlcm5hbWU6"}
C: {"YWxpY2U="+}
S: {"UGFzc3dvcmQ6"}
C: *
S: NO "Cancelled"
C: AUTHENTICATE "PLAIN"
S: {""}
C: "AGFsaWNlAHNlY3JldA=="
S: OK "Logged in"

# RFC 5804 §2.13: the tag as a string on one line
C: NOOP "STARTTLS-RESYNC-CAPA"
S: OK (TAG "STARTTLS-RESYNC-CAPA") "Done"
C: noop
S: OK "Done"
C: FROBNICATE
S: NO "this command is not known"
C: LOGOUT
S: OK "Goodbye"
eof
