package org.jdbmail.cli.failing;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jdbmail.cli.start.Failure;

/**
 * Every command that touches the database, with words by which it does so on what {@link FailingStage} has put there. {@code ~} stands for the
 * stage's folder, {@code %} for one that is new each time.
 *
 * @param kind what it does to the database
 * @param words the command line
 */
public record FailingCommands(Kind kind, List<String> words) {
    /** What a command does to the database. */
    public enum Kind {
        /** Nothing. */
        READS,
        /** It is done, or nothing is. */
        WRITES,
        /** It goes by steps, of which some may be done when it is broken off, and goes on from there. */
        STEPS,
        /** The same, in a store that is new. */
        FILLS;

        /** Whether some of it may be done when it is broken off. */
        boolean isBySteps() {
            return this == STEPS || this == FILLS;
        }
    }

    /** Commands that are not in the table, each with the reason. */
    public static final Map<String, String> OTHERS = Map.ofEntries(
            Map.entry("serve", "a server"),
            Map.entry("run", "a server"),
            Map.entry("copy", "between two IMAP servers"),
            Map.entry("doctor", "tells of a database in trouble"),
            Map.entry("db status", "looks at tables before there is a store"),
            Map.entry("db upgrade", "changes tables: bench upgrade kills it"),
            Map.entry("db adopt", "changes tables"),
            Map.entry("backup list", "a folder only"),
            Map.entry("backup messages", "a folder only"),
            Map.entry("backup verify", "a folder only"),
            Map.entry("backup expire", "a folder only"),
            Map.entry("config check", "settings only"),
            Map.entry("config show", "settings only"),
            Map.entry("config diff", "settings only"),
            Map.entry("config reference", "settings only"),
            Map.entry("config sample", "settings only"),
            Map.entry("sieve check", "a file only"),
            Map.entry("sieve test", "a file, and an account's limits"),
            Map.entry("sieve everybody list", "a folder only"),
            Map.entry("sieve everybody get", "a folder only"),
            Map.entry("sieve everybody put", "a folder only"),
            Map.entry("sieve everybody delete", "a folder only"),
            Map.entry("dns srv", "settings only"),
            Map.entry("dns check", "asks the name system, and tells what it does not know"),
            Map.entry("tls self-signed", "files only"),
            Map.entry("tls check", "files only"),
            Map.entry("completion", "nothing"),
            Map.entry("help", "nothing"),
            Map.entry("man-pages", "nothing"),
            Map.entry("warm-up", "a server"),
            Map.entry("warm-up-programs", "programs on a database of its own"),
            Map.entry("sendmail", "hands over by SMTP"),
            Map.entry("newaliases", "nothing"),
            Map.entry("dbmail-imapd", "a server"),
            Map.entry("dbmail-timsieved", "a server"),
            Map.entry("dbmail-sieved", "a server"),
            Map.entry("dbmail-httpd", "a server"),
            Map.entry("dbmail-pop3d", "a server"),
            Map.entry("dbmail-lmtpd", "a server"));

    private static final String TABLE = """
            READS users list
            WRITES users import ~/users.csv
            READS users app-passwords list alice@here.test
            WRITES users app-passwords add alice@here.test tablet
            WRITES users app-passwords revoke alice@here.test phone
            WRITES users add carol@here.test --password secret --type plaintext --alias c@here.test,c2@here.test
            WRITES users change alice@here.test --quota 1G --alias a2@here.test --remove-alias info@here.test --rename alicia@here.test
            WRITES users delete alice@here.test
            READS quota list
            WRITES quota set alice@here.test 2G
            WRITES quota set @here.test 3G
            STEPS quota recount
            READS acl list
            WRITES acl add bob alice@here.test INBOX --rights read
            WRITES acl add bob alice@here.test
            WRITES acl remove bob alice@here.test Archive
            READS mailboxes list alice@here.test
            WRITES mailboxes create alice@here.test New/Deep --special-use Drafts
            WRITES mailboxes rename alice@here.test Archive Kept/Here
            STEPS mailboxes copy alice@here.test Archive Copy --to-user bob -r
            WRITES mailboxes delete alice@here.test Archive
            READS domains list
            WRITES domains set there.test --alias-of here.test
            WRITES domains set here.test --accounts 7 --aliases 9
            WRITES domains remove here.test
            READS domains administrators here.test
            WRITES domains add-administrator here.test alice@here.test
            WRITES domains remove-administrator here.test bob
            READS filters list
            WRITES filters add bob Subject %x% INBOX
            WRITES filters remove FILTER
            READS replies list
            WRITES replies set alice@here.test --until 2099-01-01 --text away
            WRITES replies remove bob
            READS notifications list
            WRITES notifications set alice@here.test n@there.test
            WRITES notifications remove bob
            READS retention list
            WRITES retention set alice@here.test Archive 30
            WRITES retention unset alice@here.test Trash
            STEPS retention run
            READS sessions list
            WRITES sessions end --user bob
            READS authlog list
            READS authlog stats
            STEPS authlog prune 30
            READS bans list
            WRITES bans lift 192.0.2.7
            WRITES bans lift bob
            READS store sizes
            STEPS store collect --expunged
            READS store verify
            READS store compare --other-db URL
            STEPS store convert parts
            STEPS import bob ~/in.mbox --into Old
            STEPS import bob ~/maildir
            READS export alice@here.test %
            READS export --form mbox alice@here.test %
            READS backup take %
            STEPS backup restore ~/backup alice@here.test INBOX
            STEPS backup restore ~/backup gone
            FILLS backup restore --all ~/backup
            STEPS undelete alice@here.test INBOX --all
            READS undelete alice@here.test INBOX
            READS sieve list alice@here.test
            READS sieve get alice@here.test main
            WRITES sieve put alice@here.test third ~/script --activate
            WRITES sieve activate alice@here.test second
            WRITES sieve delete alice@here.test second
            WRITES dkim generate there.test --selector s3 --type ed25519
            READS dkim show here.test
            READS dkim list
            WRITES dkim enable here.test s1
            WRITES dkim disable here.test s2
            WRITES dkim delete here.test s1
            WRITES web admin-link
            READS queue list
            READS queue statistics
            WRITES queue hold all
            WRITES queue release all
            WRITES queue retry all
            WRITES queue bounce all
            WRITES queue delete all
            READS queue show QUEUED
            READS aliases info@here.test
            WRITES dbmail-deliver -d bob
            STEPS dbmail-deliver -m Made -d alice@here.test
            STEPS dbmail-deliver -d alice@here.test,bob
            WRITES dbmail-users -a dora -w x -p plaintext -s d@here.test
            WRITES dbmail-users -c bob -m 5M -u robert
            WRITES dbmail-users -c bob -s b@here.test
            WRITES dbmail-users -x f@here.test -t there@elsewhere.test
            WRITES dbmail-users -d bob
            STEPS dbmail-users -y -e alice@here.test
            READS dbmail-users -l alice@here.test
            READS dbmail-users -L
            READS dbmail-util -a
            STEPS dbmail-util -y -d -p
            STEPS dbmail-util -y -t
            STEPS dbmail-util -y -l 1h0m
            STEPS dbmail-util -y -r 1h0m
            STEPS dbmail-util -y --move 1 --inbox INBOX --trash Trash
            STEPS dbmail-util -y --erase 1 --trash Trash
            READS dbmail-export -u alice@here.test -b %
            STEPS dbmail-export -u alice@here.test -m Archive -d -b %
            WRITES dbmail-acl.sh add bob alice@here.test INBOX
            WRITES dbmail-acl.sh del bob alice@here.test *
            READS dbmail-acl.sh list
            READS dbmail-sievecmd -u alice@here.test -l
            WRITES dbmail-sievecmd -u alice@here.test -a second
            WRITES dbmail-sievecmd -u alice@here.test -dmain
            WRITES dbmail-sievecmd -u alice@here.test -i fourth -i ~/script
            WRITES dbmail-sievecmd -u alice@here.test -r second
            READS mailq
            """;

    /** What it ends with when the database fails: DBMail's maintenance tells it at the place, goes on with what else is asked, and has a status of its own. */
    int failed() {
        return words.getFirst().equals("dbmail-util") ? 3 : Failure.TEMPORARY;
    }

    /** The line that tells of it, or several for several recipients. */
    boolean isTold(String errors) {
        List<String> lines = errors.lines()
                .filter(line -> !line.isEmpty() && !line.startsWith("Maintenance done. "))
                .distinct()
                .toList();
        return lines.size() == 1 && !lines.getFirst().contains("Exception");
    }

    /** All of them. */
    public static List<FailingCommands> all() {
        return TABLE.lines()
                .map(line -> List.of(line.split(" ")))
                .map(words -> new FailingCommands(Kind.valueOf(words.getFirst()), words.subList(1, words.size())))
                .toList();
    }

    /** Whether it is the command of that name. */
    public boolean is(String name) {
        List<String> its = Arrays.asList(name.split(" "));
        return words.size() >= its.size() && words.subList(0, its.size()).equals(its);
    }

    @Override
    public String toString() {
        return String.join(" ", words);
    }
}
