package org.jdbmail.cli.dbmail;

import java.io.PrintWriter;
import java.util.List;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;

/** A program that has DBMail's name, options and output, to the letter; picocli does not read its command line. */
@FunctionalInterface
public interface DbmailProgram {
    /**
     * Runs it.
     *
     * @param opening opens settings and store
     * @return its exit status
     * @throws Failure when it could not begin or go on
     */
    int run(PrintWriter out, PrintWriter err, Opening opening, List<String> arguments) throws Failure;
}
