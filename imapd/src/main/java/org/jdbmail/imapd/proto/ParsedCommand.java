package org.jdbmail.imapd.proto;

import org.jspecify.annotations.Nullable;

/** What came of reading one command. */
public sealed interface ParsedCommand {
    /** A command to carry out. */
    record Good(String tag, CommandType type, ImapCommand command) implements ParsedCommand {}

    /**
     * Something else; all of it has been read.
     *
     * @param tag null where there was none
     * @param text why it is refused, for the client
     * @param code of a NO; null for a BAD
     * @param fatal whether we can't tell where the next command begins
     */
    record Bad(@Nullable String tag, String text, @Nullable ResponseCode code, boolean fatal)
            implements ParsedCommand {}
}
