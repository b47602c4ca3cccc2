package org.jdbmail.cli.sieve;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jdbmail.cli.start.Failure;

/** Reads what commands are given: from a file, or from standard input where the name is {@code -}. */
final class Texts {
    private Texts() {}

    static byte[] read(String name) throws Failure {
        try {
            return name.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(Path.of(name));
        } catch (IOException e) {
            throw new Failure(Failure.UNAVAILABLE, name + " can't be read: " + e.getMessage(), e);
        }
    }

    /** A message as it would come: its lines end in CRLF. */
    static byte[] message(String name) throws Failure {
        String text = new String(read(name), StandardCharsets.ISO_8859_1);
        return text.replace("\r\n", "\n").replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }
}
