package org.jdbmail.imapd.proto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies just outside the grammar is refused, and what lies just inside is taken: spaces, ends, digits, and every limit. */
class StrictGrammarTest {
    /** Small, so that each is reached: lines of 200 octets, literals of 20, 240 in all, messages of 40, depth 3, 4 items. */
    private static final GrammarLimits SMALL = new GrammarLimits(200, 20, 240, 40, 3, 4, false);

    private static ParsedCommand parse(String command, GrammarLimits limits) throws Exception {
        State state = command.startsWith("a LOGIN") ? State.NOT_AUTHENTICATED : State.SELECTED;
        return Bytes.parse(command.getBytes(StandardCharsets.ISO_8859_1), state, limits);
    }

    private static ImapCommand good(String command) throws Exception {
        return good(command, GrammarLimits.USUAL);
    }

    private static ImapCommand good(String command, GrammarLimits limits) throws Exception {
        return assertInstanceOf(ParsedCommand.Good.class, parse(command, limits), command)
                .command();
    }

    private static void bad(String command) throws Exception {
        bad(command, GrammarLimits.USUAL);
    }

    private static void bad(String command, GrammarLimits limits) throws Exception {
        assertInstanceOf(ParsedCommand.Bad.class, parse(command, limits), command);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "APPEND box (\\Seen) {3+}\r\nabc",
                "APPEND box (\\Seen) \"17-Jul-1996 02:44:25 -0700\" {3+}\r\nabc",
                "COPY 1 box",
                "CREATE box",
                "DELETE box",
                "ENABLE CONDSTORE",
                "EXAMINE box",
                "FETCH 1 (FLAGS UID)",
                "FETCH 1 BODY[HEADER.FIELDS (TO)]",
                "GETQUOTA box",
                "LIST \"\" *",
                "LIST (SUBSCRIBED) \"\" (a b) RETURN (CHILDREN)",
                "LIST \"\" * RETURN (STATUS (MESSAGES))",
                "LOGIN alice secret",
                "LSUB \"\" *",
                "MOVE 1 box",
                "RENAME box other",
                "SEARCH OR SEEN (FROM x)",
                "SEARCH RETURN (MIN) NOT SEEN",
                "SORT (SUBJECT) UTF-8 ALL",
                "STATUS box (MESSAGES UIDNEXT)",
                "STORE 1 +FLAGS (\\Seen)",
                "STORE 1 (UNCHANGEDSINCE 5) FLAGS.SILENT (\\Seen)",
                "SUBSCRIBE box",
                "THREAD REFERENCES UTF-8 ALL",
                "UID EXPUNGE 1",
                "UID FETCH 1 FLAGS",
                "UNSUBSCRIBE box"
            })
    void everySpaceIsNeededAndNothingMayFollow(String arguments) throws Exception {
        String command = "a " + arguments;
        good(command + "\r\n");
        bad(command + " ]\r\n");
        int lineEnd = arguments.contains("\r\n") ? command.indexOf('\r') : command.length();
        for (int at = command.indexOf(' ', 2); at >= 0 && at < lineEnd; at = command.indexOf(' ', at + 1)) {
            if (!command.substring(0, at).endsWith("(a")) { // two patterns may be one
                bad(command.substring(0, at) + command.substring(at + 1) + "\r\n");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "01-Jan-1000 00:00:00 +0000, -30610224000",
        "01-Jan-1000 00:00:00 +0001, none",
        "31-Dec-9999 23:59:59 +0000, 253402300799",
        "31-Dec-9999 23:59:59 -0001, none",
        "17-Jul-1996 02:44:25 -0730, 837598465",
        "17-Jul-1996 02:44:25 +0730, 837544465",
        "17-Jul-1996 23:59:60 +0059, 837644459",
        "17-Jul-1996 24:00:00 +0000, none",
        "17-Jul-1996 00:60:00 +0000, none",
        "17-Jul-1996 00:00:61 +0000, none",
        "17-Jul-1996 00:00:00 +0060, none",
        "17-Jul-1996 00:00:00 0000, none",
        "17-Jul-1996 00:00:00 +000, none",
        "117-Jul-1996 00:00:00 +0000, none",
        "17-Julx-1996 00:00:00 +0000, none",
        "17-Juz-1996 00:00:00 +0000, none",
        "17-Jul-996 00:00:00 +0000, none",
        "7-Jul-1996 2:00:00 +0000, none"
    })
    void momentsAreThoseThatCanBeKept(String moment, String seconds) throws Exception {
        String command = "a APPEND box \"" + moment + "\" {1+}\r\nx\r\n";
        if (seconds.equals("none")) {
            bad(command);
        } else {
            Append append = (Append) good(command);
            assertEquals(Long.valueOf(seconds), append.messages().getFirst().date());
        }
    }

    @Test
    void daysHaveOneDigitOrTwoAndMayBeQuoted() throws Exception {
        good("a SEARCH ON 1-Feb-1994\r\n");
        good("a SEARCH ON \"01-Feb-1994\"\r\n");
        bad("a SEARCH ON \"01-Feb-1994\r\n");
        bad("a SEARCH ON 001-Feb-1994\r\n");
        bad("a SEARCH ON -Feb-1994\r\n");
        bad("a SEARCH ON 29-Feb-1995\r\n");
        bad("a SEARCH ON 1-Feb-19940\r\n");
    }

    @Test
    void numbersEndWhereTheyMust() throws Exception {
        good("a FETCH 4294967295 FLAGS\r\n");
        bad("a FETCH 4294967296 FLAGS\r\n");
        good("a SEARCH LARGER 9223372036854775807\r\n");
        bad("a SEARCH LARGER 9223372036854775808\r\n");
        good("a FETCH 1 BODY[999999999]\r\n");
        bad("a FETCH 1 BODY[1000000000]\r\n");
        good("a FETCH 1 BODY[10.9]\r\n");
    }

    @Test
    void literalsAndLinesHaveTheirLimits() throws Exception {
        good("a CREATE {20+}\r\n" + "x".repeat(20) + "\r\n", SMALL);
        bad("a CREATE {21+}\r\n" + "x".repeat(21) + "\r\n", SMALL);
        good("a APPEND box {40+}\r\n" + "x".repeat(40) + "\r\n", SMALL);
        bad("a APPEND box {41+}\r\n" + "x".repeat(41) + "\r\n", SMALL);
        String ofOneLine = "a CREATE " + "x".repeat(200 - 9);
        good(ofOneLine + "\r\n", SMALL);
        bad(ofOneLine + "x\r\n", SMALL);
        // 240 octets: the first line, the literal, what follows.
        String head = "a RENAME " + "x".repeat(150) + " {20+}\r\n";
        String tail = " ".repeat(240 - (head.length() - 2) - 20);
        good(head + "y".repeat(20) + tail + "\r\n", SMALL);
        bad(head + "y".repeat(20) + tail + " \r\n", SMALL);
        String two = "a RENAME {20+}\r\n" + "y".repeat(20) + " ".repeat(190) + "{17+}\r\n" + "z".repeat(17) + "\r\n";
        bad(two, SMALL);
    }

    @Test
    void whatNestsAndWhatIsListedHasItsLimits() throws Exception {
        good("a SEARCH ((SEEN))\r\n", SMALL);
        bad("a SEARCH ((((SEEN))))\r\n", SMALL);
        good("a SEARCH NOT NOT SEEN\r\n", SMALL);
        bad("a SEARCH NOT NOT NOT NOT SEEN\r\n", SMALL);
        bad("a SEARCH OR OR OR OR SEEN SEEN SEEN SEEN SEEN\r\n", SMALL);
        good("a STORE 1 FLAGS (a b c d)\r\n", SMALL);
        bad("a STORE 1 FLAGS (a b c d e)\r\n", SMALL);
        good("a STORE 1 FLAGS a b c d\r\n", SMALL);
        bad("a STORE 1 FLAGS a b c d e\r\n", SMALL);
        List<String> patterns = new ArrayList<>(Collections.nCopies(50, "p"));
        good("a LIST \"\" (" + String.join(" ", patterns) + ")\r\n");
        patterns.add("p");
        bad("a LIST \"\" (" + String.join(" ", patterns) + ")\r\n");
    }

    @Test
    void lsubHasNoOptions() throws Exception {
        bad("a LSUB (SUBSCRIBED) \"\" *\r\n");
        bad("a LSUB \"\" (a b)\r\n");
        bad("a LSUB \"\" * RETURN (CHILDREN)\r\n");
        assertEquals(false, ((ListMailboxes) good("a LIST \"\" *\r\n")).extended());
        assertEquals(true, ((ListMailboxes) good("a LIST () \"\" *\r\n")).extended());
        assertEquals(true, ((ListMailboxes) good("a LIST \"\" (*)\r\n")).extended());
        assertEquals(true, ((ListMailboxes) good("a LIST \"\" * RETURN ()\r\n")).extended());
        bad("a LIST (RECURSIVEMATCH) \"\" *\r\n");
        bad("a LIST (RECURSIVEMATCH REMOTE) \"\" *\r\n");
        good("a LIST (RECURSIVEMATCH SPECIAL-USE) \"\" *\r\n");
    }

    @Test
    void stringsHoldWhatTheyMay() throws Exception {
        good("a CREATE \"x\\\"\"\r\n");
        bad("a CREATE \"x\\\r\n");
        bad("a CREATE \"x\\y\"\r\n");
        bad("a CREATE \"x\u0000y\"\r\n");
        bad("a CREATE {1+}\r\n\u0000\r\n");
        bad("a CREATE \"x\"y\r\n");
        for (char c : "(){%*\"\\\u007f\u0001\u00e9".toCharArray()) {
            bad("a CREATE x" + c + "y\r\n");
        }
        for (char c : "!#$&'+,-./09:;<=>?@AZ[]^_`az|}~".toCharArray()) {
            good("a CREATE x" + c + "y\r\n");
        }
    }

    private static String tagged(char c) throws Exception {
        ParsedCommand parsed = parse("a" + c + "1 NOOP\r\n", GrammarLimits.USUAL);
        return parsed.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    @Test
    void tagsHoldWhatTheyMay() throws Exception {
        for (char c : "(){%*\"\\+\u007f\u00e9".toCharArray()) {
            assertEquals("bad", tagged(c), () -> "a" + c);
        }
        for (char c : "]-.!09AZaz".toCharArray()) {
            assertEquals("good", tagged(c), () -> "a" + c);
        }
    }

    /** What is left of a refused command is passed over, so that what follows it is read rightly (RFC 7888 §4). */
    @ParameterizedTest
    @CsvSource({
        "{3+}, 1, 3",
        "x{3+}, 1, 3",
        "{0+}, 1, 0",
        "{12+}, 1, 12",
        "{000000000000003+}, 1, 3",
        "{3}, 0, 0",
        "{+}, 0, 0",
        "{3x+}, 0, 0",
        "3+}, 0, 0",
        "(3+}, 0, 0",
        "{3+, 0, 0",
        "{3-}, 0, 0"
    })
    void leftoversArePassedOver(String end, int literals, int size) throws Exception {
        String command = "a FROB " + end + "\r\n" + (literals == 0 ? "" : "x".repeat(size) + "\r\n");
        Bytes bytes = new Bytes((command + "b NOOP\r\n").getBytes(StandardCharsets.US_ASCII));
        CommandParser parser = new CommandParser(GrammarLimits.USUAL);
        assertInstanceOf(ParsedCommand.Bad.class, parser.parse(bytes, State.SELECTED, Set.of()));
        ParsedCommand next = parser.parse(bytes, State.SELECTED, Set.of());
        assertEquals("b", assertInstanceOf(ParsedCommand.Good.class, next).tag());
    }

    @Test
    void moreLeftoversThanAnybodySendsEndTheSession() throws Exception {
        // 280 octets may be skipped: a message and a whole command.
        String line = "a FROB {" + (280 - 13) + "+}";
        assertEquals(13, line.length());
        bad(line + "\r\n" + "x".repeat(280 - 13) + "\r\n", SMALL);
        String more = "a FROB {" + (281 - 13) + "+}\r\n" + "x".repeat(281 - 13) + "\r\n";
        assertTrue(assertInstanceOf(ParsedCommand.Bad.class, parse(more, SMALL)).fatal());
        String huge = "a FROB {1234567890123456+}\r\n";
        assertTrue(assertInstanceOf(ParsedCommand.Bad.class, parse(huge, SMALL)).fatal());
        ParsedCommand usual = parse("a FROB x\r\n", SMALL);
        assertEquals(false, assertInstanceOf(ParsedCommand.Bad.class, usual).fatal());
    }
}
