# RFC 5804 §1.3: what is refused has a code that tells a client whether, and when, it may try again
fixture user alice secret
fixture user bob secret

S>: OK ...
C: AUTHENTICATE "PLAIN" "AGFsaWNlAHNlY3JldA=="
S: OK "Logged in"

# QUOTA: all scripts together; a script that takes the place of another counts for what it is larger
C: PUTSCRIPT "one" {"#${"1"*59999}"+}
S: OK "The script is kept"
C: HAVESPACE "two" 40000
S: OK "There is room"
C: HAVESPACE "two" 40001
S: NO (QUOTA) "All scripts together would be too large"
C: PUTSCRIPT "two" {"#${"2"*40000}"+}
S: NO (QUOTA) "All scripts together would be too large"
C: PUTSCRIPT "two" {"#${"ä"*19999}"+}
S: OK "The script is kept"
C: HAVESPACE "one" 60001
S: OK "There is room"
C: HAVESPACE "one" 60002
S: NO (QUOTA) "All scripts together would be too large"
C: DELETESCRIPT "two"
S: OK "Deleted"
C: HAVESPACE "three" 40000
S: OK "There is room"

# QUOTA/MAXSIZE and QUOTA/MAXSCRIPTS
C: HAVESPACE "one" 64001
S: NO (QUOTA/MAXSIZE) "The script is too large"
C: CHECKSCRIPT {"#${"1"*64000}"+}
S: NO (QUOTA/MAXSIZE) ...

# TRYLATER: our own trouble, and the connection goes on
fixture database away
C: LISTSCRIPTS
S: NO (TRYLATER) "The database is away"
C: PUTSCRIPT "three" "keep;"
S: NO (TRYLATER) "The database is away"
C: SETACTIVE "one"
S: NO (TRYLATER) "The database is away"
C: HAVESPACE "three" 10
S: NO (TRYLATER) "The database is away"
C: GETSCRIPT "one"
S: NO (TRYLATER) "The database is away"
C: DELETESCRIPT "one"
S: NO (TRYLATER) "The database is away"
C: RENAMESCRIPT "one" "two"
S: NO (TRYLATER) "The database is away"
C: NOOP
S: OK "Done"
fixture database back
C: LISTSCRIPTS
S: "one"
S: OK "These are all"

# NONEXISTENT, ALREADYEXISTS, ACTIVE: their texts are shown to people, their codes are what clients look at
C: GETSCRIPT "none"
S: NO (NONEXISTENT) ...
C: SETACTIVE "one"
S: OK "Active"
C: DELETESCRIPT "one"
S: NO (ACTIVE) ...
