# RFC 5804 §2.5 to §2.12: scripts from their making to their end
fixture user alice secret

S>: OK ...
C: AUTHENTICATE "PLAIN" "AGFsaWNlAHNlY3JldA=="
S: OK "Logged in"
C: LISTSCRIPTS
S: OK "These are all"
C: HAVESPACE "mine" 1000
S: OK "There is room"
C: HAVESPACE "mine" 99999999
S: NO (QUOTA/MAXSIZE) "The script is too large"

# RFC 5804 §2.6: what has errors isn't kept, and all of them are told
C: PUTSCRIPT "mine" {"fileinto;${#0d0a}keep 1;"+}
S: NO {"..."}
C: LISTSCRIPTS
S: OK "These are all"
C: PUTSCRIPT "mine" {"keep;"+}
S: OK "The script is kept"
C: PUTSCRIPT "dünn \"und\" /schief/" "discard;"
S: OK "The script is kept"
C: PUTSCRIPT "mine" {"# again${#0a}keep;${#0a}"+}
S: OK "The script is kept"
C: PUTSCRIPT "empty" {""+}
S: OK "The script is kept"

# RFC 5804 §2.6: a warning isn't an error
C: PUTSCRIPT "warns" "require \"vacation\"; vacation :days 0 \"away\";"
S: OK (WARNINGS) "warns: line 1: warning: nobody is answered twice within 86400 seconds here (column 21)"
C: SETACTIVE "mine"
S: OK "Active"
C: SETACTIVE "none"
S: NO (NONEXISTENT) "There is no script of that name"
C: LISTSCRIPTS
S~: "mine" ACTIVE
S~: "dünn \"und\" /schief/"
S~: "empty"
S~: "warns"
S>: OK "These are all"

# RFC 5804 §2.9: byte for byte
C: GETSCRIPT "mine"
S: {"# again${#0a}keep;${#0a}"}
S: OK "That was it"
C: GETSCRIPT "none"
S: NO (NONEXISTENT) "There is no script of that name"

# RFC 5804 §2.10: an active one can't be deleted, nor does it lose that by a new name
C: DELETESCRIPT "mine"
S: NO (ACTIVE) "The script is active"
C: RENAMESCRIPT "mine" "empty"
S: NO (ALREADYEXISTS) "There is a script of that name"
C: RENAMESCRIPT "mine" "yours"
S: OK "Renamed"
C: DELETESCRIPT "yours"
S: NO (ACTIVE) "The script is active"
C: SETACTIVE ""
S: OK "No script is active"
C: DELETESCRIPT "yours"
S: OK "Deleted"
C: RENAMESCRIPT "none" "some"
S: NO (NONEXISTENT) "There is no script of that name"

# RFC 5804 §2.12
C: CHECKSCRIPT "keep;"
S: OK "The script has no errors"
C: CHECKSCRIPT "keep"
S: NO "line 1: error: ';' is missing after 'keep', before the end of the script (column 5)"

# RFC 5804 §2.6: all errors at once, in the form that Roundcube's editor marks lines by
C: PUTSCRIPT "wrong ä" {"keep 1;${#0d0a}discard 2;${#0d0a}"+}
S: NO {"wrong ä: line 1: error: 'keep' has an argument too many (column 6)${#0d0a}wrong ä: line 2: error: 'discard' has an argument too many (column 9)"}

# RFC 5804 §1.6: names
C: PUTSCRIPT "" "keep;"
S: NO "This can't be the name of a script"
C: PUTSCRIPT {"a${#0a}b"+} "keep;"
S: NO "This can't be the name of a script"

# RFC 5804 §1.3: limits
C: PUTSCRIPT "a" "keep;"
S: OK "The script is kept"
C: PUTSCRIPT "b" "keep;"
S: OK "The script is kept"
C: PUTSCRIPT "c" "keep;"
S: NO (QUOTA/MAXSCRIPTS) "There are too many scripts already"
C: HAVESPACE "c" 10
S: NO (QUOTA/MAXSCRIPTS) "There are too many scripts already"
C: PUTSCRIPT "a" {"${"#"*70000}"+}
S: NO (QUOTA/MAXSIZE) "This is too large"

# comments may be long, and a script that was too large leaves the connection in order
C: PUTSCRIPT "a" {"#${" a comment of many words"*2000}"+}
S: OK "The script is kept"
C: PUTSCRIPT "a"
S: NO "PUTSCRIPT has 2 arguments"
C: PUTSCRIPT "a" "unfinished
S: NO "a quoted string has no end"
