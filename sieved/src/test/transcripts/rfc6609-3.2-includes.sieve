# RFC 6609 §3.2: a script may be put before those that it includes, and is told of what would end it
fixture user alice secret

S>: OK ...
C: AUTHENTICATE "PLAIN" "AGFsaWNlAHNlY3JldA=="
S: OK "Logged in"
C: PUTSCRIPT "main" "require \"include\"; include \"rules\";"
S: OK (WARNINGS) "line 1, column 20: there is no script 'rules' to include"
C: PUTSCRIPT "rules" "require \"include\"; include :optional \"more\";"
S: OK "The script is kept"
C: CHECKSCRIPT "require \"include\"; include :personal \"main\";"
S: OK "The script has no errors"
C: PUTSCRIPT "rules" "require \"include\"; include \"main\";"
S: OK (WARNINGS) "line 1, column 20: the script 'rules' includes itself"
C: SETACTIVE "main"
S: OK (WARNINGS) "line 1, column 20: the script 'main' includes itself"
