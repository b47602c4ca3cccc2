# RFC 5804 §2.2: TLS; capabilities come again after it, and only then
fixture user alice secret

connect secure
S: "IMPLEMENTATION" "JDBMail"
S>: "SASL" ""
S: "STARTTLS"
S>: OK "mail.example.test ManageSieve JDBMail"
C: AUTHENTICATE "PLAIN" "AGFsaWNlAHNlY3JldA=="
S: NO (ENCRYPT-NEEDED) "Say STARTTLS first"
C: STARTTLS
S: OK "Begin TLS"
starttls
S: "IMPLEMENTATION" "JDBMail"
S>: "SASL" "PLAIN...
S: "MAXREDIRECTS" "4"
S>: OK "mail.example.test ManageSieve JDBMail"
C: STARTTLS
S: NO "TLS can't begin here"
C: AUTHENTICATE "PLAIN" "AGFsaWNlAHNlY3JldA=="
S: OK "Logged in"

# what is said in the clear behind STARTTLS is not heard
connect 2 secure
S2>: OK ...
C2-: STARTTLS${#0d0a}NOOP${#0d0a}
S2: BYE ...
eof 2
