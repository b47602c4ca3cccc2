package org.jdbmail.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jdbmail.cli.Programs.Ran;
import org.jdbmail.core.store.Store;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each program of DBMail's ends with, and its first line, as scripts know them. */
class ProgramStatusTest {
    /** The words after the program, its exit status, and what its first line is like; a {@code ~} stands for a folder of the test's. */
    private static final String TABLE = """
            dbmail-users -h | 0 | .*
            dbmail-users --help | 0 | .*
            dbmail-users -V | 0 | This is dbmail-users of .*
            dbmail-users | 64 | dbmail-users: one of -a, .*
            dbmail-users -Z | 64 | dbmail-users: invalid option -- 'Z'.*
            dbmail-users -a x -d y | 64 | dbmail-users: only one of .*
            dbmail-users -a alice -w x | 1 | Adding user \\[alice\\]\\.\\.\\.
            dbmail-users -a new -w x -m 5X | 64 | dbmail-users: '5X' is no possible value of --max-quota.*
            dbmail-users -a new -w x -p nonsense | 255 | Error: unable to create a password\\.
            dbmail-users -a new -w x | 0 | Adding user \\[new\\]\\.\\.\\.
            dbmail-users --add-user longer --password x --max-quota 5M --client 7 --add-alias a@x.test | 0 | Adding user .*
            dbmail-users -l alice | 0 | Listing information for user \\[alice\\]\\.\\.\\.
            dbmail-users --list-user nobody | 1 | Listing information for user \\[nobody\\]\\.\\.\\.
            dbmail-users -L | 0 | Listing information for all users.*
            dbmail-users -q -L | 0 | __@!internal_delivery_user!@__:x:1:0:0\\.00:0\\.00:
            dbmail-users -c alice -u alicia | 0 | .*
            dbmail-users -c alicia -u alice -g 3 -m 1G | 0 | .*
            dbmail-users -c nobody -w x | 255 | Error: user \\[nobody\\] does not exist\\.
            dbmail-users -c alice --disable | 0 | .*
            dbmail-users -c alice --enable | 0 | .*
            dbmail-users -x f@x.test -t there@elsewhere.test | 0 | .*
            dbmail-users -x f@x.test -T there@elsewhere.test | 0 | .*
            dbmail-users -e alice | 1 | Empty all mailboxes for user .*
            dbmail-users -y -e alice | 0 | .*
            dbmail-users -n -d alice | 0 | Deleting user \\[alice\\]\\.\\.\\.
            dbmail-users -d nobody | 255 | Error: user \\[nobody\\] does not exist\\.
            dbmail-util -h | 0 | .*
            dbmail-util -V | 0 | This is dbmail-util of .*
            dbmail-util | 1 | dbmail-util: nothing to do.*
            dbmail-util -Z | 64 | dbmail-util: invalid option -- 'Z'.*
            dbmail-util -a | 0 | Choosing dry-run mode\\..*
            dbmail-util -ay | 0 | .*
            dbmail-util -y -c -t -b -p -d -s | 0 | .*
            dbmail-util -y -r 1h0m -l 1h0m | 0 | .*
            dbmail-util -y --rehash | 0 | .*
            dbmail-util -y -M -m 10 | 0 | .*
            dbmail-util -y -e | 0 | .*
            dbmail-util -y --erase 30 --trash Trash | 0 | .*
            dbmail-util -y --move 30 --inbox INBOX --trash Trash | 0 | .*
            dbmail-export -h | 0 | .*
            dbmail-export -V | 0 | This is dbmail-export of .*
            dbmail-export | 1 | dbmail-export: -u is needed.*
            dbmail-export -u nobody -b ~ | 255 | dbmail-export: there is no such user
            dbmail-export -u alice -b ~ | 0 | Exported 0 messages of alice/INBOX
            dbmail-export -u alice -m INBOX -r -o - | 0 | .*
            dbmail-export -u alice -s SEEN -d -b ~ | 0 | .*
            dbmail-export -u alice -s 1:* -D -b ~ | 0 | .*
            dbmail-sievecmd -h | 0 | .*
            dbmail-sievecmd -u alice -l | 0 | User: \\[alice\\]
            dbmail-sievecmd -u nobody -l | 255 | User: \\[nobody\\]
            dbmail-sievecmd -u alice -a none | 255 | .*
            dbmail-sievecmd -u alice -cnone | 255 | .*
            dbmail-acl.sh add alice bob | 0 | Taking default mailbox INBOX
            dbmail-acl.sh list | 0 | alice \\(\\d+\\): lrswipkxtea on bob/INBOX \\(\\d+\\)
            dbmail-acl.sh list mailbox bob | 0 | bob \\(\\d+\\): INBOX \\(\\d+\\)
            dbmail-acl.sh del alice bob '*' | 1 | .*
            dbmail-acl.sh del alice bob * | 0 | Deleting acl rights .*
            dbmail-acl.sh add nobody bob | 1 | dbmail-acl.sh: there is no user "nobody"
            dbmail-acl.sh | 64 | usage: dbmail-acl.sh add.*
            """;

    @TempDir
    private Path folder;

    private Fixture fixture = new Fixture("");

    @BeforeEach
    void makeAccounts() {
        fixture = new Fixture("jdbc:sqlite:" + folder.resolve("mail.db"));
        try (Store store = fixture.open()) {
            Fixture.account(store, "alice");
            Fixture.account(store, "bob");
        }
    }

    @Test
    void eachEndsAsItsManualSays() {
        List<String> wrong = new ArrayList<>();
        for (String line : TABLE.lines().toList()) {
            String[] columns = line.split(" \\| ", 3);
            List<String> words =
                    List.of(columns[0].replace("~", folder.toString()).split(" ", -1));
            Ran ran =
                    fixture.run(words.getFirst(), words.subList(1, words.size()).toArray(String[]::new));
            String first = (ran.out() + ran.err()).lines().findFirst().orElse("");
            if (ran.status() != Integer.parseInt(columns[1]) || !first.matches(columns[2])) {
                wrong.add(columns[0] + " ended with " + ran.status() + ": " + first);
            }
        }
        assertEquals("", String.join("\n", wrong));
        assertTrue(TABLE.lines().count() > 50);
    }
}
