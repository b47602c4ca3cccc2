# What users of other servers have run into: each by the report's name
fixture user alice secret

# thsmi/sieve#631: the line SASL is there, whatever is in it
S: "IMPLEMENTATION" "JDBMail"
S>: "SASL" "PLAIN...
S>: OK ...

# stalwartlabs/stalwart#548: no capabilities after the login, so that the next answer is that of the next command
C: AUTHENTICATE "PLAIN" "AGFsaWNlAHNlY3JldA=="
S: OK "Logged in"
C: CHECKSCRIPT {"keep;"+}
S: OK "The script has no errors"

# stalwartlabs/stalwart#396: the tag is a string on the line of the answer
C: NOOP "STARTTLS-RESYNC-CAPA"
S: OK (TAG "STARTTLS-RESYNC-CAPA") "Done"
C: NOOP {"a ${#22}tag${#22}"+}
S: OK (TAG "a \"tag\"") "Done"

# stalwartlabs/stalwart#187: literals right behind the command, and for names
C: CHECKSCRIPT {"keep;"+}
S: OK "The script has no errors"
C: PUTSCRIPT {"one"+} {"keep;"+}
S: OK "The script is kept"
C: GETSCRIPT {"one"+}
S: {"keep;"}
S: OK "That was it"

# cyrusimap/cyrus-imapd#5649: names that aren't ASCII come back as they are
C: PUTSCRIPT "Größe 日本 \"x\" /y/ \\" {"keep;"+}
S: OK "The script is kept"
C: LISTSCRIPTS
S~: "Größe 日本 \"x\" /y/ \\"
S~: "one"
S>: OK "These are all"
C: SETACTIVE "Größe 日本 \"x\" /y/ \\"
S: OK "Active"

# tonioo/sievelib#95: octets are counted as they are sent, and come back so, whatever ends their lines
C: HAVESPACE "lines" 20
S: OK "There is room"
C: PUTSCRIPT "lines" {"keep;${#0a}#a${#0d0a}${#0a}# ä"+}
S: OK "The script is kept"
C: GETSCRIPT "lines"
S: {"keep;${#0a}#a${#0d0a}${#0a}# ä"}
S: OK "That was it"

# nextcloud/mail#12512: settings of programs in comments of many kilobytes
C: PUTSCRIPT "nextcloud" {"### Nextcloud Mail: Filters ### DON'T EDIT ###${#0d0a}# FILTER: [${"{name:x},"*3000}]${#0d0a}keep;"+}
S: OK "The script is kept"

# roundcube/roundcubemail#5417, #6999, #9562: what its plugin doesn't know stays in the script, since nothing is rewritten here
C: PUTSCRIPT "roundcube" {"require [${#22}fileinto${#22},${#22}special-use${#22}];${#0d0a}# rule:[a]${#0d0a}if false # allof (true)${#0d0a}{${#0d0a}}${#0d0a}"+}
S: OK "The script is kept"
C: GETSCRIPT "roundcube"
S: {"require [${#22}fileinto${#22},${#22}special-use${#22}];${#0d0a}# rule:[a]${#0d0a}if false # allof (true)${#0d0a}{${#0d0a}}${#0d0a}"}
S: OK "That was it"

# roundcube/roundcubemail#5959: what its plugin stumbled over comes back as it was: no line end at the end, comments of both kinds, brackets in texts
C: PUTSCRIPT "roundcube" {"/* [a] */ require [ ${#22}fileinto${#22} ] ;${#0a}# rule:[${#0a}if anyof(header :contains [${#22}Subject${#22}] [${#22}#}{];${#22}]){fileinto${#22}a]b${#22};}#end"+}
S: OK "The script is kept"
C: GETSCRIPT "roundcube"
S: {"/* [a] */ require [ ${#22}fileinto${#22} ] ;${#0a}# rule:[${#0a}if anyof(header :contains [${#22}Subject${#22}] [${#22}#}{];${#22}]){fileinto${#22}a]b${#22};}#end"}
S: OK "That was it"

# SOGo writes one script, with a test of dates, and activates it
C: DELETESCRIPT "one"
S: OK "Deleted"
C: PUTSCRIPT "sogo" {"require [${#22}vacation${#22}, ${#22}date${#22}, ${#22}relational${#22}];${#0d0a}if allof (currentdate :value ${#22}ge${#22} ${#22}date${#22} ${#22}2026-01-01${#22}) {${#0d0a}vacation :days 7 :addresses [${#22}a@b.test${#22}] text:${#0d0a}away${#0d0a}.${#0d0a};${#0d0a}}${#0d0a}"+}
S: OK "The script is kept"
C: SETACTIVE "sogo"
S: OK "Active"
