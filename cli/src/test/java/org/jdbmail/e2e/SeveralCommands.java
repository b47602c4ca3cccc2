package org.jdbmail.e2e;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jdbmail.cli.Programs;

/**
 * Commands of {@code jdbmail}, one after the other in one process, for tests that run it where they are not. A file has a command in each line, its
 * words with tabs between; a line that begins with {@code !} is one of the shell. Of each it prints {@code status N} and what it complained of.
 */
final class SeveralCommands {
    private SeveralCommands() {}

    /** @param arguments the file */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        for (String line : Files.readAllLines(Path.of(arguments[0]))) {
            if (line.startsWith("!")) {
                int status = new ProcessBuilder("sh", "-c", line.substring(1))
                        .inheritIO()
                        .start()
                        .waitFor();
                out.println("shell " + status);
            } else {
                Programs.Ran ran = Programs.jdbmail(line.split("\t", -1));
                out.println("status " + ran.status() + "\n" + ran.out() + ran.err());
            }
        }
    }
}
