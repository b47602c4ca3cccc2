# RFC 6609 §3.2: a script may be put before those that it includes, and is told of what would end it
fixture user alice secret

S>: OK ...
C: AUTHENTICATE "PLAIN" "AGFsaWNlAHNlY3JldA=="
S: OK "Logged in"
C: PUTSCRIPT "main" "require \"include\"; include \"rules\";"
S: OK (WARNINGS) "main: line 1: warning: there is no script 'rules' to include (column 20)"
C: PUTSCRIPT "rules" "require \"include\"; include :optional \"more\";"
S: OK "The script is kept"
C: CHECKSCRIPT "require \"include\"; include :personal \"main\";"
S: OK "The script has no errors"
C: PUTSCRIPT "rules" "require \"include\"; include \"main\";"
S: OK (WARNINGS) "rules: line 1: warning: the script 'rules' includes itself (column 20)"
C: SETACTIVE "main"
S: OK (WARNINGS) "main: line 1: warning: the script 'main' includes itself (column 20)"
