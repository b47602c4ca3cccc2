package org.jdbmail.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import org.jdbmail.cli.start.Opening;

/** Runs programs inside the test, and keeps what they print. */
public final class Programs {
    private Programs() {}

    /**
     * What a run of a program came to.
     *
     * @param status its exit status
     * @param out what it printed
     * @param err what it complained of
     */
    public record Ran(int status, String out, String err) {}

    /** Runs {@code jdbmail} with these arguments. */
    public static Ran jdbmail(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Main.run(
                new PrintWriter(out, true), new PrintWriter(err, true), new Opening(Optional.empty()), arguments);
        return new Ran(status, out.toString(), err.toString());
    }
}
