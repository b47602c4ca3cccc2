package org.jdbmail.core.store;

import org.jdbmail.core.smtp.EnvelopeAddress;

/**
 * Where a message in the queue goes. What an administrator has named (a program, a file) and what anybody may call himself (an address, whose local part may begin
 * with whatever he likes: RFC 5321 §4.1.2) are told apart by type, and in the table by what they begin with.
 */
public sealed interface MailTarget {
    /** What no address begins with in the table, as it gets a mark before it. */
    String MARKED = "|!>\\";

    /** Somebody, here or elsewhere. */
    record Address(EnvelopeAddress address) implements MailTarget {
        @Override
        public String stored() {
            String plain = address.plain();
            return !plain.isEmpty() && MARKED.indexOf(plain.charAt(0)) >= 0 ? "\\" + plain : plain;
        }

        @Override
        public String toString() {
            return address.plain();
        }
    }

    /**
     * A program.
     *
     * @param command {@code |command}, or {@code !command} for one that wants mbox's first line before the message
     */
    record Command(String command) implements MailTarget {
        /** Checks how it begins. */
        public Command {
            if (!command.startsWith("|") && !command.startsWith("!")) {
                throw new IllegalArgumentException("a command begins with | or !");
            }
        }

        @Override
        public String stored() {
            return command;
        }

        @Override
        public String toString() {
            return command;
        }
    }

    /**
     * A file, to whose end the message is written in the form of mbox.
     *
     * @param path from the root on; a folder in the form of Maildir where it ends in a slash
     */
    record File(String path) implements MailTarget {
        @Override
        public String stored() {
            return ">" + path;
        }

        @Override
        public String toString() {
            return path;
        }
    }

    /** Somebody. */
    static MailTarget of(EnvelopeAddress address) {
        return new Address(address);
    }

    /** As the queue's table has it. */
    static MailTarget ofStored(String stored) {
        return switch (stored.isEmpty() ? ' ' : stored.charAt(0)) {
            case '|', '!' -> new Command(stored);
            case '>' -> new File(stored.substring(1));
            case '\\' -> new Address(EnvelopeAddress.ofPlain(stored.substring(1)));
            default -> new Address(EnvelopeAddress.ofPlain(stored));
        };
    }

    /** As the queue's table has it. */
    String stored();
}
