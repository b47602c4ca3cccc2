# RFC 5804 §1.2, §4: what isn't said as it should be is answered, and the next command is heard
fixture user alice secret

S>: OK ...
C: AUTHENTICATE
S: NO "AUTHENTICATE has 1 or 2 arguments"
C: HAVESPACE "a" 1
S: NO "HAVESPACE can't be said now"
C: UNAUTHENTICATE
S: NO "UNAUTHENTICATE can't be said now"
C: AUTHENTICATE "PLAIN" "AGFsaWNlAHNlY3JldA=="
S: OK "Logged in"
C: HAVESPACE "a" "1"
S: NO "HAVESPACE ends in a number"
C: HAVESPACE "a"
S: NO "HAVESPACE has 2 arguments"
C: HAVESPACE "a" 99999999999
S: NO "a number is too large"
C: STARTTLS
S: NO "STARTTLS can't be said now"
C: LISTSCRIPTS "a"
S: NO "LISTSCRIPTS has 0 arguments"
C: GETSCRIPT {3
S: NO "a literal begins like {12+}, at the end of a line"
C: "GETSCRIPT" "a"
S: NO "a command begins with its name"
C: GETSCRIPT {${#22}
S: NO ...
C: GETSCRIPT {"${#ff}"+}
S: NO "a string is not UTF-8"
C: CHECKSCRIPT {"# ${#ff}"+}
S: NO "line 1: error: what stands here is not UTF-8 (column 3)"

# several commands at once, and names of commands in any case
C-: noop${#0d0a}Capability${#0d0a}LISTscripts${#0d0a}
S: OK "Done"
S>: OK "These are all"
S: OK "These are all"
C: RENAMESCRIPT "a" ""
S: NO "This can't be the name of a script"
C: PUTSCRIPT "${"n"*101}" "keep;"
S: NO "This can't be the name of a script"
C: DELETESCRIPT "none"
S: NO (NONEXISTENT) "There is no script of that name"
C: SETACTIVE ""
S: OK "No script is active"
C: LOGOUT
S: OK "Goodbye"
eof
