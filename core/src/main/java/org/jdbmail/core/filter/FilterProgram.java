package org.jdbmail.core.filter;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jdbmail.core.delivery.Spool;
import org.jdbmail.core.delivery.Spools;
import org.jdbmail.core.queue.Program;
import org.jdbmail.core.reception.Arriving;
import org.jdbmail.core.reception.Caller;
import org.jdbmail.core.reception.Inspection;
import org.jdbmail.core.reception.Inspector;
import org.jdbmail.core.reception.Judgement;
import org.jdbmail.core.reception.Ruling;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.MailParameters;
import org.jdbmail.core.smtp.SmtpReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives each message to a program that reads it and writes it anew, as spamc does. What is written takes the message's place where the program ends
 * with status 0; anything else is trouble.
 */
public final class FilterProgram implements Inspection {
    private static final Logger LOG = LoggerFactory.getLogger(FilterProgram.class);

    /** Octets that a message may become larger by: a report of what was found. */
    private static final long MORE = 1L << 20;

    private static final int PIECE = 64 * 1024;

    private final String command;
    private final Program program;
    private final boolean isNeeded;
    private final Spools spools;
    private @Nullable Spool written;

    private FilterProgram(String command, Program program, boolean isNeeded, Spools spools) {
        this.command = command;
        this.program = program;
        this.isNeeded = isNeeded;
        this.spools = spools;
    }

    /**
     * One for each connection.
     *
     * @param program as whom the command runs, and for how long
     * @param isNeeded whether mail is to come again where it does not do its work; otherwise it is taken as it is
     */
    public static Inspector of(String command, Program program, boolean isNeeded, Spools spools) {
        return caller -> new FilterProgram(command, program, isNeeded, spools);
    }

    @Override
    public Ruling sender(Caller caller, String id, EnvelopeAddress sender, MailParameters parameters) {
        free();
        return Ruling.GO_ON;
    }

    @Override
    public Judgement message(Arriving arriving) {
        free();
        try {
            Path result = Files.createTempFile("jdbmail-filter-", ".out");
            try {
                long most = arriving.message().size() + MORE;
                int status = program.filter(program.words(command), arriving.message(), result, most);
                if (status != 0 || Files.size(result) == 0) {
                    throw new IOException("it ended with status " + status);
                }
                Spool spool = spools.open(Files.size(result), most * 2);
                written = spool;
                read(result, spool);
                return new Judgement.Passed("", spool.bytes(), Judgement.Changes.NONE, Judgement.Place.USUAL);
            } finally {
                Files.deleteIfExists(result);
            }
        } catch (IOException e) {
            LOG.warn("{}: the filter {}: {}", arriving.id(), command, e.getMessage());
            return isNeeded
                    ? new Judgement.Refused(SmtpReply.of(451, "4.7.1", "mail can't be looked at now, come again later"))
                    : Judgement.as(arriving);
        }
    }

    /** With line ends as mail has them, whatever the program writes. */
    private static void read(Path file, Spool into) throws IOException {
        byte[] piece = new byte[PIECE];
        byte[] lines = new byte[2 * PIECE];
        byte before = 0;
        try (InputStream in = Files.newInputStream(file)) {
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                int length = 0;
                for (int i = 0; i < count; i++) {
                    if (piece[i] == '\n' && before != '\r') {
                        lines[length++] = '\r';
                    }
                    lines[length++] = piece[i];
                    before = piece[i];
                }
                into.write(lines, 0, length);
            }
        }
    }

    private void free() {
        Spool spool = written;
        written = null;
        if (spool != null) {
            spool.close();
        }
    }

    @Override
    public void close() {
        free();
    }
}
