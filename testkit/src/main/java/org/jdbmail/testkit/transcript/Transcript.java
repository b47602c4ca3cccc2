package org.jdbmail.testkit.transcript;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A dialogue between clients and servers, as written in a text file; {@code docs/testing.md} describes the language.
 *
 * @param path the file, for messages
 * @param service the service that clients connect to unless told otherwise: the file name's ending
 * @param lines the file's text
 * @param steps what happens, in order
 */
public record Transcript(Path path, String service, List<String> lines, List<Step> steps) {
    /** The endings of file names that are transcripts. */
    public static final List<String> SERVICES = List.of("imap", "lmtp", "pop3", "smtp", "sieve", "auth");

    /** Whether a file's name says that it is a transcript. */
    public static boolean isTranscript(Path file) {
        return SERVICES.contains(ending(file));
    }

    /**
     * Reads a transcript.
     *
     * @throws TranscriptSyntaxException when it is not one
     */
    public static Transcript read(Path file) throws IOException {
        // Text is handled as ISO 8859-1, one char for one byte, so that the file's UTF-8 is sent as it stands.
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        List<String> lines = List.of(text.split("\r?\n", -1));
        return new Transcript(file, ending(file), lines, new TranscriptParser(file, lines).parse());
    }

    /** What is written on a line, counted from 1, in the file's own UTF-8. */
    String source(int line) {
        return readable(lines.get(line - 1));
    }

    /** Turns a file's text, held one byte a char, into what its writer saw. */
    static String readable(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private static String ending(Path file) {
        String name = file.toString();
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
