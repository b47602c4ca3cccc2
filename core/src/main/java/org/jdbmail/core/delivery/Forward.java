package org.jdbmail.core.delivery;

import java.util.Optional;
import org.jdbmail.core.smtp.EnvelopeAddress;

/** Where an alias leads that does not end at an account. */
public sealed interface Forward {
    /** To an address elsewhere. */
    record ToAddress(EnvelopeAddress address) implements Forward {
        @Override
        public String toString() {
            return address.toString();
        }
    }

    /** To an address elsewhere, for which we took the message as its way there leads through us: nothing of it is changed. */
    record Onward(EnvelopeAddress address) implements Forward {
        @Override
        public String toString() {
            return address.toString();
        }
    }

    /** To a program: {@code |command} or {@code !command}. */
    record ToCommand(String command) implements Forward {
        @Override
        public String toString() {
            return command;
        }
    }

    /**
     * To a file, which only the aliases of this machine may name.
     *
     * @param path from the root on
     */
    record ToFile(String path) implements Forward {
        @Override
        public String toString() {
            return path;
        }
    }

    /** Characters of an address that is taken from a table: as many as a path has (RFC 5321 §4.5.3.1.3) and some more. */
    int LONGEST = 320;

    /**
     * What a target of {@code dbmail_aliases} means; empty for what is neither an address nor a command. Who can write into that table could
     * otherwise put lines into commands and fields.
     */
    static Optional<Forward> parse(String target) {
        String stripped = target.strip();
        boolean isCommand = stripped.startsWith("|") || stripped.startsWith("!");
        if (stripped.chars().anyMatch(Character::isISOControl)) {
            return Optional.empty();
        }
        if (isCommand) {
            return stripped.length() > 1 ? Optional.of(new ToCommand(stripped)) : Optional.empty();
        }
        EnvelopeAddress address = EnvelopeAddress.ofPlain(
                stripped.startsWith("<") && stripped.endsWith(">")
                        ? stripped.substring(1, stripped.length() - 1)
                        : stripped);
        boolean isAddress = !address.localPart().isEmpty()
                && stripped.length() <= LONGEST
                && !(stripped.contains("@") && address.domain().isEmpty())
                && address.domain().chars().noneMatch(c -> c <= ' ' || "<>()\",;\\|!".indexOf(c) >= 0);
        return isAddress ? Optional.of(new ToAddress(address)) : Optional.empty();
    }
}
