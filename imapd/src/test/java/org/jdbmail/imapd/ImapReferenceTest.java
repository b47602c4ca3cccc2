package org.jdbmail.imapd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbmail.imapd.proto.GrammarLimits;
import org.jdbmail.imapd.session.ImapOptions;
import org.jdbmail.testkit.net.LineClient;
import org.jdbmail.testkit.transcript.Fixture;
import org.junit.jupiter.api.Test;

/**
 * The page that tells which documents IMAP is served by, and what proves it: made from the comments that name a document above
 * the code that obeys it, and from the transcripts that name it; {@code ./x docs} writes it anew. What the server says that it can
 * do, and the page, are the same.
 */
final class ImapReferenceTest {
    private static final String OPENING = """
            # IMAP

            This page is generated (`./x docs`): from the capabilities that the server names, from the comments in the sources that name
            the document whose rule they follow, and from the transcripts that name it. Every capability below is named by the server in
            the states in which the protocol allows it, and nothing else is.

            """;

    private static final Path ROOT = Path.of(System.getProperty("jdbmail.root"));

    /** A document, its subject, and the capabilities that say that it is followed. */
    private record Document(String name, String subject, List<String> capabilities) {
        Pattern pattern() {
            return Pattern.compile(Pattern.quote(name) + "\\b");
        }
    }

    private static final List<Document> DOCUMENTS = List.of(
            of("RFC 3501", "IMAP4rev1", "IMAP4rev1"),
            of("RFC 9051", "IMAP4rev2", "IMAP4rev2"),
            of("RFC 2180", "several sessions on one mailbox"),
            of("RFC 5530", "response codes"),
            of("RFC 2595", "TLS", "STARTTLS", "LOGINDISABLED"),
            of("RFC 4422", "SASL", "AUTH"),
            of("RFC 4959", "an initial response", "SASL-IR"),
            of("RFC 8437", "another login on the same connection", "UNAUTHENTICATE"),
            of("RFC 2971", "who is who", "ID"),
            of("RFC 5161", "switching extensions on", "ENABLE"),
            of("RFC 7888", "literals that do not wait", "LITERAL+", "LITERAL-"),
            of("RFC 4978", "compression", "COMPRESS=DEFLATE"),
            of("RFC 2177", "news as they come", "IDLE"),
            of("RFC 2342", "namespaces", "NAMESPACE"),
            of("RFC 3348", "who has children", "CHILDREN"),
            of("RFC 5258", "LIST with options", "LIST-EXTENDED"),
            of("RFC 5819", "figures in LIST", "LIST-STATUS"),
            of("RFC 8440", "rights in LIST", "LIST-MYRIGHTS"),
            of("RFC 9590", "annotations in LIST", "LIST-METADATA"),
            of("RFC 6154", "what mailboxes are for", "SPECIAL-USE", "CREATE-SPECIAL-USE"),
            of("RFC 6855", "UTF-8 in names and headers", "UTF8=ACCEPT"),
            of("RFC 4314", "access lists", "ACL", "RIGHTS"),
            of(
                    "RFC 9208",
                    "quotas",
                    "QUOTA",
                    "QUOTASET",
                    "QUOTA=RES-STORAGE",
                    "QUOTA=RES-MESSAGE",
                    "QUOTA=RES-MAILBOX"),
            of("RFC 5464", "annotations", "METADATA"),
            of("RFC 8438", "how large a mailbox is", "STATUS=SIZE"),
            of("RFC 7889", "how large a message may be", "APPENDLIMIT"),
            of("RFC 3502", "several messages in one APPEND", "MULTIAPPEND"),
            of("RFC 3516", "parts without their encoding", "BINARY"),
            of("RFC 4315", "UIDs of what was appended and copied", "UIDPLUS"),
            of("RFC 3691", "UNSELECT", "UNSELECT"),
            of("RFC 6851", "MOVE", "MOVE"),
            of("RFC 8508", "REPLACE", "REPLACE"),
            of("RFC 7162", "quick resynchronization", "CONDSTORE", "QRESYNC"),
            of("RFC 9586", "UIDs only", "UIDONLY"),
            of("RFC 4731", "what a search answers with", "ESEARCH"),
            of("RFC 5182", "what a search has found last", "SEARCHRES"),
            of("RFC 5032", "messages of an age", "WITHIN"),
            of("RFC 9394", "results in pages", "PARTIAL"),
            of("RFC 5256", "SORT and THREAD", "SORT", "THREAD=ORDEREDSUBJECT", "THREAD=REFERENCES"),
            of("RFC 5957", "the order of displayed names", "SORT=DISPLAY"),
            of(
                    "RFC 5267",
                    "SORT with options, and results that are kept up to date",
                    "ESORT",
                    "CONTEXT=SEARCH",
                    "CONTEXT=SORT"),
            of("RFC 5465", "what a client wants to hear, at any time", "NOTIFY"),
            of("RFC 7377", "searches in several mailboxes", "MULTISEARCH"),
            of("RFC 6203", "searches that are not exact", "SEARCH=FUZZY"),
            of("RFC 5466", "searches that are kept", "FILTERS"),
            of("RFC 5255", "languages and comparators", "I18NLEVEL=2", "LANGUAGE"),
            of("RFC 4469", "messages put together of what is here", "CATENATE"),
            of("RFC 4467", "links that others may follow", "URLAUTH"),
            of("RFC 5550", "links to some octets", "URL-PARTIAL"),
            of("RFC 9585", "how far a command is", "INPROGRESS"),
            of("RFC 9738", "how many messages a command is about", "MESSAGELIMIT", "SAVELIMIT"),
            of("RFC 10022", "batches of messages", "UIDBATCHES"),
            of("draft-ietf-morg-inthread", "threads by references alone", "THREAD=REFS"),
            of("RFC 8474", "ids of mailboxes, messages and threads", "OBJECTID"),
            of("RFC 8514", "when a message came", "SAVEDATE"),
            of("RFC 8970", "the beginning of a message", "PREVIEW"));

    private static Document of(String name, String subject, String... capabilities) {
        return new Document(name, subject, List.of(capabilities));
    }

    @Test
    void thePageIsWhatTheSourcesAndTranscriptsSay() throws IOException {
        Path page = ROOT.resolve("docs/reference/imap.md");
        String text = text();
        if ("write".equals(System.getProperty("jdbmail.docs"))) {
            Files.createDirectories(page.getParent());
            Files.writeString(page, text);
        }
        assertEquals(Files.readString(page), text, "run ./x docs");
    }

    @Test
    void everyDocumentIsFollowedSomewhereAndProvedByATranscript() throws IOException {
        TreeMap<String, String> sources = sources();
        TreeMap<String, String> transcripts = transcripts();
        for (Document document : DOCUMENTS) {
            assertFalse(naming(document, sources).isEmpty(), document.name + " is in no source");
            assertFalse(naming(document, transcripts).isEmpty(), document.name + " is in no transcript");
        }
    }

    @Test
    void theServerNamesThoseCapabilitiesAndNoOthers() throws IOException {
        Set<String> named = new TreeSet<>();
        try (ImapTestServer server = ImapTestServer.start("sqlite")) {
            server.make(new Fixture("user", List.of("alice", "secret"), new byte[0]));
            for (String service : List.of("imap", "secure", "minus", "limited", "sparing")) {
                try (LineClient client = LineClient.connect(server.services().get(service))) {
                    named.addAll(capabilities(client.readLine()));
                    client.send("a LOGIN alice secret");
                    String reply = client.readLine();
                    if (reply.startsWith("a OK")) {
                        named.addAll(capabilities(reply));
                    }
                }
            }
        }
        Set<String> documented = new TreeSet<>();
        DOCUMENTS.forEach(document -> documented.addAll(document.capabilities));
        assertEquals(documented, named);
    }

    /** Without the values of those that have one. */
    private static List<String> capabilities(String line) {
        String list = line.replaceFirst(".*\\[CAPABILITY ([^]]*)].*", "$1");
        return Arrays.stream(list.split(" "))
                .map(word -> word.replaceFirst("^(AUTH|RIGHTS|APPENDLIMIT|MESSAGELIMIT|SAVELIMIT)=.*", "$1"))
                .toList();
    }

    private static String text() throws IOException {
        TreeMap<String, String> sources = sources();
        TreeMap<String, String> transcripts = transcripts();
        StringBuilder page = new StringBuilder(OPENING).append(limits());
        for (Document document : DOCUMENTS) {
            page.append("## ")
                    .append(document.name)
                    .append(": ")
                    .append(document.subject)
                    .append("\n\n");
            line(page, "capabilities", document.capabilities.stream().map(name -> "`" + name + "`"));
            line(page, "classes", naming(document, sources).stream().map(name -> "`" + name + "`"));
            line(
                    page,
                    "transcripts",
                    naming(document, transcripts).stream()
                            .map(name -> "[" + name + "](../../imapd/src/test/transcripts/" + name + ")"));
            page.append('\n');
        }
        return page.toString().stripTrailing() + "\n";
    }

    private static String limits() {
        ImapOptions usual = ImapOptions.usual("");
        GrammarLimits limits = usual.limits();
        String table = """
                ## Limits

                | what | how much | beyond it |
                |---|---|---|
                | a line of a command | %,d octets; 8,192 before the login, but for ID | BAD; BYE where it does not end |
                | a literal that is not a message | %,d octets; 8,192 before the login | BAD before it is read, where the client waits |
                | a command, without messages | %,d octets; 16,384 before the login | BAD |
                | a message | the setting `max_message_size` | NO [TOOBIG] before it is read, where the client waits |
                | the messages of one APPEND | twice that | NO [TOOBIG] |
                | parentheses, NOT and OR within each other in a search | %,d | BAD |
                | terms of a search, items of a FETCH, names of header fields, flags in a list, messages of an APPEND | %,d | BAD |
                | patterns of a LIST | 50 | BAD |
                | keywords of a message, their length, and in use in a mailbox | 100, 64 characters, 500 | NO [LIMIT] |
                | what a command computes | the settings of long work | NO [LIMIT] |
                | commands that make no sense, one after the other; wrong passwords | %d | BYE |
                | silence | 1 minute before the login, then %d minutes at least (`timeout`) | BYE |

                """;
        return String.format(
                Locale.ROOT,
                table,
                limits.line(),
                limits.literal(),
                limits.total(),
                limits.depth(),
                limits.items(),
                usual.failures(),
                usual.patience().silence().toMinutes());
    }

    private static void line(StringBuilder page, String what, Stream<String> names) {
        String list = names.collect(Collectors.joining(", "));
        if (!list.isEmpty()) {
            page.append("- ").append(what).append(": ").append(list).append('\n');
        }
    }

    private static List<String> naming(Document document, TreeMap<String, String> texts) {
        Pattern pattern = document.pattern();
        List<String> names = new ArrayList<>();
        texts.forEach((name, text) -> {
            if (pattern.matcher(text).find()) {
                names.add(name);
            }
        });
        return names;
    }

    /** The classes that serve IMAP, with their packages' rooms. */
    private static TreeMap<String, String> sources() throws IOException {
        TreeMap<String, String> texts = new TreeMap<>();
        for (String folder : List.of(
                "imapd/src/main/java/org/jdbmail",
                "core/src/main/java/org/jdbmail",
                "mime/src/main/java/org/jdbmail",
                "wire/src/main/java/org/jdbmail")) {
            read(ROOT.resolve(folder), ".java", texts);
        }
        return texts;
    }

    /** The comments of transcripts. */
    private static TreeMap<String, String> transcripts() throws IOException {
        TreeMap<String, String> texts = new TreeMap<>();
        read(ROOT.resolve("imapd/src/test/transcripts"), ".imap", texts);
        texts.replaceAll((name, text) ->
                text.lines().filter(line -> line.startsWith("#")).collect(Collectors.joining("\n")));
        return texts;
    }

    private static void read(Path folder, String ending, TreeMap<String, String> texts) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(file -> file.toString().endsWith(ending))
                    .sorted(Comparator.naturalOrder())
                    .forEach(file -> texts.put(name(folder, file), text(file)));
        }
    }

    private static String name(Path folder, Path file) {
        return folder.relativize(file).toString().replace('/', '.').replaceFirst("\\.java$", "");
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
