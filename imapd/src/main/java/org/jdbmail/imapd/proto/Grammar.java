package org.jdbmail.imapd.proto;

import java.io.IOException;

/** Reads a command's arguments, from the space behind its name on. */
@FunctionalInterface
interface Grammar {
    /** The command; {@link CommandParser} sees to it that nothing follows. */
    ImapCommand parse(Tokenizer in) throws IOException, ImapSyntaxException;
}
