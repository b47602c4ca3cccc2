package org.jdbmail.imapd.proto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jdbmail.core.mail.Flag;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.mailbox.MailboxName;
import org.jdbmail.core.search.SearchKey;
import org.jdbmail.core.store.Messages.FlagMode;
import org.jdbmail.imapd.proto.FetchItem.Attribute;
import org.jdbmail.mime.structure.Sections.What;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandParserTest {
    private static ImapCommand good(String arguments) throws Exception {
        State state = arguments.startsWith("LOGIN") || arguments.startsWith("AUTH")
                ? State.NOT_AUTHENTICATED
                : State.SELECTED;
        ParsedCommand parsed = Bytes.parse("tag " + arguments + "\r\n", state);
        return assertInstanceOf(ParsedCommand.Good.class, parsed, parsed::toString)
                .command();
    }

    private static ParsedCommand.Bad bad(String line) throws Exception {
        return assertInstanceOf(ParsedCommand.Bad.class, Bytes.parse(line + "\r\n", State.SELECTED));
    }

    @Test
    void literals_stand_where_strings_do() throws Exception {
        assertEquals(new Login("al ice", "se\"cret"), good("LOGIN {6}\r\nal ice {7+}\r\nse\"cret"));
        assertEquals(new Login("é", "\\"), good("LOGIN {2}\r\n\u00c3\u00a9 \"\\\\\""));
    }

    @Test
    void a_password_is_not_printed() throws Exception {
        assertEquals("Login[alice]", good("LOGIN alice secret").toString());
        assertEquals("Authenticate[PLAIN]", good("AUTHENTICATE PLAIN c2VjcmV0").toString());
    }

    @Test
    void sequence_sets_may_stand_in_any_order_and_name_the_last() throws Exception {
        Fetch fetch = (Fetch) good("FETCH 5:3,*,9:*,1 FLAGS");
        assertEquals("3:5,*,9:*,1", fetch.set().toString());
        assertEquals(NumberSet.of(1, 3, 4, 5, 7, 8, 9), fetch.set().resolve(7));
        assertEquals(NumberSet.of(1, 3, 4, 5), fetch.set().resolve(0));
    }

    @Test
    void fetch_items_are_read_once_each() throws Exception {
        Fetch fetch = (Fetch) good("UID FETCH 1 (flags UID body RFC822.SIZE FLAGS BODYSTRUCTURE)");
        assertTrue(fetch.uid());
        assertEquals(
                List.of(Attribute.FLAGS, Attribute.UID, Attribute.BODY, Attribute.SIZE, Attribute.BODYSTRUCTURE),
                fetch.items());
    }

    @Test
    void macros_stand_alone() throws Exception {
        assertEquals(5, ((Fetch) good("FETCH 1 full")).items().size());
        assertTrue(bad("a FETCH 1 (FULL)").text().contains("Unknown"));
    }

    @Test
    void sections_keep_what_the_response_repeats() throws Exception {
        Fetch fetch = (Fetch) good("FETCH 1 (BODY[1.2.HEADER.FIELDS.NOT (Subject \"To\")]<10.20> BODY.PEEK[3.MIME])");
        FetchItem.Bytes fields = (FetchItem.Bytes) fetch.items().getFirst();
        assertEquals(List.of(1, 2), fields.section().part());
        assertEquals(What.FIELDS_NOT, fields.section().text());
        assertEquals("BODY[1.2.HEADER.FIELDS.NOT (Subject To)]", fields.label());
        assertEquals(10, fields.from());
        assertEquals(20, fields.count());
        FetchItem.Bytes mime = (FetchItem.Bytes) fetch.items().getLast();
        assertTrue(mime.peek());
        assertEquals("BODY[3.MIME]", mime.label());
    }

    @Test
    void search_keys_are_a_tree() throws Exception {
        Search search = (Search) good("SEARCH CHARSET UTF-8 OR (SEEN TO {2}\r\n\u00c3\u00a4) NOT SINCE 1-Feb-1994 2:4");
        SearchKey.And and = (SearchKey.And) search.program().key();
        SearchKey.Or or = (SearchKey.Or) and.keys().getFirst();
        assertEquals(
                new SearchKey.And(List.of(new SearchKey.SystemFlag(Flag.SEEN, true), new SearchKey.Header("TO", "ä"))),
                or.left());
        assertEquals(
                new SearchKey.Not(new SearchKey.Date(SearchKey.When.SINCE, LocalDate.of(1994, 2, 1), false)),
                or.right());
        assertInstanceOf(SearchKey.Sequence.class, and.keys().getLast());
        assertTrue(search.program().charsetKnown());
    }

    @Test
    void an_unknown_charset_is_no_syntax_error() throws Exception {
        assertFalse(
                ((Search) good("SEARCH CHARSET klingon SUBJECT x")).program().charsetKnown());
    }

    @Test
    void store_takes_flags_with_and_without_parentheses() throws Exception {
        StoreFlags store = (StoreFlags) good("STORE 1 -FLAGS.SILENT \\deleted Work WORK");
        assertEquals(FlagMode.REMOVE, store.mode());
        assertTrue(store.silent());
        assertEquals(FlagSet.of(Flag.DELETED.bit(), Set.of("Work")), store.flags());
        assertEquals(FlagSet.NONE, ((StoreFlags) good("STORE 1 FLAGS ()")).flags());
    }

    @Test
    void append_reads_its_message() throws Exception {
        Append append = (Append) good("APPEND inbox/x (\\Seen) \" 1-Feb-1994 00:00:00 +0100\" {3}\r\na\u0000b");
        assertEquals("INBOX/x", append.mailbox().name());
        assertEquals(760_057_200L, append.messages().getFirst().date());
        MessagePiece.Text text =
                (MessagePiece.Text) append.messages().getFirst().pieces().getFirst();
        assertEquals(3, text.literal().bytes().size());
        assertNull(((Append) good("APPEND x {0+}\r\n")).messages().getFirst().date());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "a ",
                "+ NOOP",
                "a NOOP x",
                "a FETCH 0 FLAGS",
                "a FETCH 1: FLAGS",
                "a FETCH 4294967296 FLAGS",
                "a FETCH 1 (FLAGS",
                "a FETCH 1 ()",
                "a FETCH 1 BODY[MIME]",
                "a FETCH 1 BODY[0]",
                "a FETCH 1 BODY[1.]",
                "a FETCH 1 BODY[1]<0.0>",
                "a FETCH 1 BODY[1]<5>",
                "a FETCH 1 BODY[HEADER.FIELDS ()]",
                "a STORE 1 +FLAG (x)",
                "a STORE 1 FLAGS (\\Unheard)",
                "a SEARCH ON 31-Feb-2024",
                "a SEARCH UNDRAFTED",
                "a SEARCH LARGER x",
                "a LIST \"\"",
                "a STATUS x ()",
                "a STATUS x (WEIGHT)",
                "a UID NOOP",
                "a COPY 1",
                "a ENABLE",
                "a SELECT \"a",
                "a SELECT {3",
                "a SELECT {x}",
                "a SELECT {99999999999999999999}"
            })
    void what_the_grammar_does_not_know_is_bad(String line) throws Exception {
        assertFalse(bad(line).text().isEmpty());
    }

    @Test
    void literals_of_a_bad_command_are_read_past() throws Exception {
        Bytes bytes = new Bytes("a FROB {3+}\r\nxyz {2+}\r\nab\r\nb NOOP\r\n".getBytes(StandardCharsets.US_ASCII));
        CommandParser parser = new CommandParser(GrammarLimits.USUAL);
        assertEquals("a", ((ParsedCommand.Bad) parser.parse(bytes, State.SELECTED, Set.of())).tag());
        assertEquals("b", ((ParsedCommand.Good) parser.parse(bytes, State.SELECTED, Set.of())).tag());
        assertEquals(0, bytes.left());
    }

    @Test
    void a_command_must_be_legal_in_its_state() throws Exception {
        assertInstanceOf(ParsedCommand.Bad.class, Bytes.parse("a LOGIN a b\r\n", State.AUTHENTICATED));
        assertInstanceOf(ParsedCommand.Bad.class, Bytes.parse("a SELECT b\r\n", State.NOT_AUTHENTICATED));
        assertInstanceOf(ParsedCommand.Bad.class, Bytes.parse("a CLOSE\r\n", State.AUTHENTICATED));
        assertInstanceOf(ParsedCommand.Good.class, Bytes.parse("a LIST \"\" *\r\n", State.AUTHENTICATED));
    }

    /** The bytes of a string stand for themselves, one character each. */
    @Test
    void mailbox_names_are_unicode_however_they_are_sent() throws Exception {
        assertEquals(
                "Entw\u00fcrfe/&co",
                ((Create) good("CREATE Entw&APw-rfe/&-co")).mailbox().name());
        assertEquals(
                "Entw\u00fcrfe",
                ((Create) good("CREATE \"Entw\u00c3\u00bcrfe\"")).mailbox().name());
        for (String spelled : List.of("\"\"", "&", "&AGE-", "&APw=-", "&AP", "\"\u00c3\"", "\"a\tb\"")) {
            assertEquals(MailboxName.NONE, ((Create) good("CREATE " + spelled)).mailbox(), spelled);
        }
        ListMailboxes list = (ListMailboxes) good("LIST Entw&APw- &AOQ-%/*");
        assertEquals("Entw\u00fc", list.reference());
        assertEquals("\u00e4%/*", list.patterns().getFirst());
    }

    @Test
    void mailbox_names_are_checked() {
        assertTrue(new MailboxName("Entw\u00fcrfe/&co").isValid());
        assertTrue(new MailboxName("\ud83d\udcc4").isValid());
        for (String name : List.of(
                "", "/a", "a/", "a//b", "a%", "a*", "\ud83d", "a\tb", "a\u2028b", "\u0085", "\u00fc".repeat(100))) {
            assertFalse(new MailboxName(name).isValid(), name);
        }
        assertEquals("INBOX", new MailboxName("iNbOx").name());
        assertEquals("Inboxes", new MailboxName("Inboxes").name());
    }
}
