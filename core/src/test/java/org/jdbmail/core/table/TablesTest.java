package org.jdbmail.core.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.testkit.net.Eventually;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Postfix's tables, as their manual pages say: access(5), regexp_table(5), cidr_table(5), virtual(5), pgsql_table(5). */
class TablesTest {
    @TempDir
    Path folder;

    private LookupTable table(String kind, String text) throws IOException {
        Path file = Files.writeString(Files.createTempFile(folder, "table", ""), text);
        return new LookupTables(QueryTables.none()).open(TableName.parse(kind + file));
    }

    @Test
    void aTextTableHasAKeyAndAValueOnEachLine() throws IOException {
        LookupTable table = table("hash:", """
                # comment
                Key@Example.test   value  with blanks
                long   first,
                       second
                "two words"  yes
                lonely
                long   ignored
                """);
        assertEquals(Optional.of("value  with blanks"), table.find("key@example.TEST", false));
        assertEquals(Optional.of("first, second"), table.find("long", true));
        assertEquals(Optional.of("yes"), table.find("two words", false));
        assertEquals(Optional.empty(), table.find("lonely", false));
        assertEquals(Optional.of("first, second"), table.first("nothing", List.of("neither", "long")));
    }

    @Test
    void aTableOfPatternsSeesWholesAndFillsItsValues() throws IOException {
        LookupTable table = table("regexp:", """
                /^(.*)@old\\.test$/       ${1}@new.test
                /^CASE@x/i               exact
                !/@/                     no address
                if /@sub\\./
                /^a/                     a of $$1 $(0)
                /^b\\/c/                 slash
                endif
                if !/@sub\\./
                /^a/                     other a
                endif
                /broken(/                never
                /only key/
                #done/
                """);
        assertEquals(Optional.of("Ann@new.test"), table.find("Ann@OLD.test", false));
        assertEquals(Optional.empty(), table.find("Ann@OLD.test", true), "parts are not asked for");
        assertEquals(Optional.of("exact"), table.find("CASE@x.test", false));
        assertEquals(Optional.empty(), table.find("case@x.test", false));
        assertEquals(Optional.of("no address"), table.find("name", false));
        assertEquals(Optional.of("a of $1 a"), table.find("anna@sub.test", false));
        assertEquals(Optional.of("slash"), table.find("b/c@sub.test", false));
        assertEquals(Optional.of("other a"), table.find("anna@x.test", false));
    }

    /** Whatever an administrator writes, no address keeps the server busy. */
    @Test
    @Timeout(10)
    void noExpressionGoesBackForEver() throws IOException {
        LookupTable table = table("pcre:", "/^(a+)+$/ all\n");
        assertEquals(Optional.empty(), table.find("a".repeat(1000) + "!", false));
        assertEquals(Optional.of("all"), table.find("a".repeat(1000), false));
    }

    @Test
    void aTableOfNetworksSeesAddresses() throws IOException {
        LookupTable table = table("cidr:", """
                192.0.2.7        one
                192.0.2.0/25     half
                !192.0.0.0/8     far
                2001:db8::/33    six
                192.0.2.0/99     never
                """);
        assertEquals(Optional.of("one"), table.find("192.0.2.7", false));
        assertEquals(Optional.of("half"), table.find("192.0.2.127", false));
        assertEquals(Optional.empty(), table.find("192.0.2.128", false));
        assertEquals(Optional.of("far"), table.find("198.51.100.1", false));
        assertEquals(Optional.empty(), table.find("client.test", false));
        LookupTable six = table("cidr:", "2001:db8::/33 six\n");
        assertEquals(Optional.of("six"), six.find("2001:db8:7fff::1", false));
        assertEquals(Optional.empty(), six.find("2001:db8:8000::1", false));
    }

    @Test
    void ofSeveralTablesEachKeyIsLookedForInAllBeforeItsParts() throws IOException {
        Path first = Files.writeString(folder.resolve("first"), "@x.test part\n");
        Path second = Files.writeString(folder.resolve("second"), "a@x.test whole\n");
        TableName name = TableName.parse("hash:" + first + ", proxy:texthash:" + second + " static:all");
        LookupTable both = new LookupTables(QueryTables.none()).open(name);
        assertEquals(Optional.of("whole"), both.first("a@x.test", List.of("@x.test")));
        assertEquals(Optional.of("all"), both.first("b@x.test", List.of("@x.test")));
        assertEquals("hash:" + first + ", hash:" + second + ", static:all", name.toString());
        assertThrows(IllegalArgumentException.class, () -> TableName.parse("nis:mail.aliases"));
        assertThrows(IllegalArgumentException.class, () -> TableName.parse("hash:"));
        assertThrows(IllegalArgumentException.class, () -> TableName.parse(" , "));
    }

    @Test
    void aFileIsReadAgainWhenItChangesAndOneThatWasNeverThereIsTrouble() throws Exception {
        Path file = folder.resolve("later");
        LookupTable table = new LookupTables(QueryTables.none()).open(TableName.parse(file.toString()));
        assertEquals(
                Reason.UNAVAILABLE,
                assertThrows(Refusal.class, () -> table.find("a", false)).reason());
        Files.writeString(file, "a one\n");
        assertEquals(Optional.of("one"), table.find("a", false));
        Files.writeString(file, "a two\n");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1));
        Eventually.isTrue(
                Duration.ofSeconds(20),
                "it is read again",
                () -> table.find("a", false).equals(Optional.of("two")));
        Files.delete(file);
        assertEquals(Optional.of("two"), table.find("a", false), "one that is gone means what it meant");
    }

    /** For a recipient it is asked where his mail goes when he is named and when it is sent, each time by up to six keys. */
    @Test
    void whatADatabaseHasSaidCountsForAMomentWhereItIsAskedInBursts() throws Exception {
        Path file = Files.writeString(folder.resolve("transport.cf"), "dbname = mail\nquery = SELECT '%s'\n");
        AtomicInteger asked = new AtomicInteger();
        AtomicBoolean isAway = new AtomicBoolean(true);
        LookupTables tables = new LookupTables((kind, query) -> (key, isPart) -> {
            asked.incrementAndGet();
            if (isAway.get()) {
                throw new Refusal(Reason.UNAVAILABLE, "away");
            }
            return isPart && key.equals("a.test") ? Optional.of("smtp:[b.test]") : Optional.empty();
        });
        Optional<TableName> name = Optional.of(TableName.parse("pgsql:" + file));
        assertInstanceOf(RecentAnswers.class, tables.openForBursts(name));
        LookupTable recent = new RecentAnswers(tables.open(name), Duration.ofDays(1));
        assertThrows(Refusal.class, () -> recent.first("x@a.test", List.of("a.test")));
        isAway.set(false);
        for (int i = 0; i < 3; i++) {
            assertEquals(Optional.of("smtp:[b.test]"), recent.first("X@a.test", List.of("a.test")));
        }
        assertEquals(3, asked.get(), "once in vain, and once for each key");
        assertEquals(Optional.empty(), recent.find("a.test", false), "a part and a whole are two questions");
        LookupTable brief = new RecentAnswers(tables.open(name), Duration.ofMillis(50));
        assertEquals(Optional.of("smtp:[b.test]"), brief.find("a.test", true));
        isAway.set(true);
        Eventually.isTrue(Duration.ofSeconds(20), "it is asked again", () -> {
            try {
                return brief.find("a.test", true).isEmpty();
            } catch (Refusal refusal) {
                return refusal.reason() == Reason.UNAVAILABLE;
            }
        });
    }

    // No open relay: what stands in quotes can name nobody that the table does not.
    @Test
    void whatATablePutsIntoItsValueIsNoFurtherAddress() throws IOException {
        AddressMap map = new AddressMap(
                table("regexp:", "/^(.*)@virtual\\.test$/ $1@inner.test\n/^to-(.*)@out\\.test$/ $1\n"),
                false,
                domain -> false);
        assertEquals(
                Optional.of(List.of(new EnvelopeAddress("a", "inner.test"))),
                map.addresses(new EnvelopeAddress("a", "virtual.test")));
        for (String local : List.of("x@evil.test,", "x@evil.test,a", "x@evil.test ")) {
            assertEquals(Optional.empty(), map.addresses(new EnvelopeAddress(local, "virtual.test")), local);
        }
        assertEquals(Optional.empty(), map.addresses(new EnvelopeAddress("to-x@evil.test", "out.test")));
        AddressMap whole = addresses("@virtual.test @inner.test\n");
        assertEquals(
                Optional.of(List.of(new EnvelopeAddress("x@evil.test,", "inner.test"))),
                whole.addresses(new EnvelopeAddress("x@evil.test,", "virtual.test")));
    }

    private AddressMap addresses(String text) throws IOException {
        return new AddressMap(table("hash:", text), true, "mail.test"::equals);
    }

    private static EnvelopeAddress address(String plain) {
        return EnvelopeAddress.ofPlain(plain);
    }

    @Test
    void anAddressIsLookedForAsAWholeWithoutItsDetailByItsNameAndByItsDomain() throws IOException {
        AddressMap map = addresses("""
                ann@x.test           ann, Ann.Other@y.test
                ann+work@x.test      boss
                root                 admin@z.test
                @old.test            @new.test
                @all.test            one@z.test
                """);
        assertEquals(
                Optional.of(List.of(address("ann@x.test"), address("Ann.Other@y.test"))),
                map.addresses(address("ann@x.test")));
        assertEquals(Optional.of(List.of(address("boss@x.test"))), map.addresses(address("ann+work@x.test")));
        assertEquals(
                Optional.of(List.of(address("ann+fun@x.test"), address("Ann.Other+fun@y.test"))),
                map.addresses(address("ann+fun@x.test")));
        assertEquals(Optional.of(List.of(address("admin@z.test"))), map.addresses(address("root@mail.test")));
        assertEquals(Optional.of(List.of(address("admin+x@z.test"))), map.addresses(address("root+x@mail.test")));
        assertEquals(Optional.empty(), map.addresses(address("root@x.test")));
        assertEquals(address("Bob+x@new.test"), map.mapped(address("Bob+x@old.test")));
        assertEquals(address("one@z.test"), map.mapped(address("any@all.test")));
        assertEquals(address("nobody@x.test"), map.mapped(address("nobody@x.test")));
        assertEquals(EnvelopeAddress.NULL, map.mapped(EnvelopeAddress.NULL));
    }

    @Test
    void aFileDescribesAQuery() {
        QueryFile file = QueryFile.parse(List.of(
                "hosts = db1.test inet:db2.test:5433",
                "user = postfix",
                "password = se=cret",
                "dbname = mail",
                "domain = x.test, y.test",
                "result_format = <%s> of %U at %2 100%%",
                "query = SELECT a FROM b",
                "  WHERE c = '%s'"));
        assertEquals(List.of("db1.test", "db2.test:5433"), file.hosts());
        assertEquals("se=cret", file.password());
        assertEquals(true, file.isFor("a@Y.test"));
        assertEquals(false, file.isFor("a@z.test"));
        assertEquals(false, file.isFor("a"));
        assertEquals(
                Optional.of("<v> of a at y 100%,<w> of a at y 100%"), file.joined("a@y.test", List.of("v", "", "w")));
        assertEquals(Optional.empty(), file.joined("a@y.test", List.of("")));
        QueryFile old = QueryFile.parse(
                List.of("dbpath=/x.db", "table = t", "select_field = s", "where_field = w", "expansion_limit = 3"));
        assertEquals(Optional.of("SELECT s FROM t WHERE w = 'k' "), old.query().filled("k", "k"));
        for (List<String> wrong : List.of(
                List.of("query = x"),
                List.of("dbname = x"),
                List.of("dbname = x", "query = %q"),
                List.of("dbname = x", "query = y", "hosts = unix:/run"),
                List.of("nonsense"))) {
            assertThrows(IllegalArgumentException.class, () -> QueryFile.parse(wrong), wrong.toString());
        }
    }

    @Test
    void aTemplateNeedsThePartsThatItNames() {
        assertEquals(Optional.of("a b.c"), Template.parse("%u %d").filled("a@b.c", "k"));
        assertEquals(Optional.empty(), Template.parse("%u %d").filled("a", "k"));
        assertEquals(Optional.of("a"), Template.parse("%u").filled("a", "k"));
        assertEquals(Optional.of("test.mail"), Template.parse("%1.%2").filled("v", "x@mail.test"));
        assertEquals(Optional.empty(), Template.parse("%3").filled("v", "x@mail.test"));
    }
}
