package org.jdbmail.pop3d.proto;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A command with its meaning; numbers of messages are 1 or more, and checked against the maildrop by who carries it out. */
public sealed interface PopCommand {
    /** Its row in the table. */
    PopVerb verb();

    /** {@code USER name}. */
    record User(String name) implements PopCommand {
        @Override
        public PopVerb verb() {
            return PopVerb.USER;
        }
    }

    /**
     * {@code PASS string}.
     *
     * @param secret the octets of the password, which {@link #toString} does not tell
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared; an array can be wiped
    record Pass(byte[] secret) implements PopCommand {
        @Override
        public PopVerb verb() {
            return PopVerb.PASS;
        }

        @Override
        public String toString() {
            return "Pass[…]";
        }
    }

    /**
     * {@code APOP name digest}.
     *
     * @param digest 32 hexadecimal digits
     */
    record Apop(String name, String digest) implements PopCommand {
        @Override
        public PopVerb verb() {
            return PopVerb.APOP;
        }
    }

    /**
     * {@code XCLIENT ADDR=address PORT=number}, a command of Dovecot's.
     *
     * @param address of whose client speaks, as it was said
     * @param port of that client; 0 where it was not told
     */
    record Xclient(String address, int port) implements PopCommand {
        @Override
        public PopVerb verb() {
            return PopVerb.XCLIENT;
        }
    }

    /** {@code UTF8}. */
    record Utf8() implements PopCommand {
        @Override
        public PopVerb verb() {
            return PopVerb.UTF8;
        }
    }

    /**
     * {@code LANG [tag]}.
     *
     * @param tag the language's; empty to ask which there are, {@code *} for the usual one
     */
    record Lang(String tag) implements PopCommand {
        @Override
        public PopVerb verb() {
            return PopVerb.LANG;
        }
    }

    /**
     * {@code AUTH [mechanism [initial-response]]}.
     *
     * @param mechanism in upper case; empty to ask for the list of mechanisms
     * @param initial the encoded initial response, {@code =} for an empty one; null where there is none
     */
    record Auth(String mechanism, @Nullable String initial) implements PopCommand {
        @Override
        public PopVerb verb() {
            return PopVerb.AUTH;
        }

        @Override
        public String toString() {
            return "Auth[" + mechanism + "]";
        }
    }

    /** {@code STLS}. */
    record StartTls() implements PopCommand {
        @Override
        public PopVerb verb() {
            return PopVerb.STLS;
        }
    }

    /** {@code CAPA}. */
    record Capabilities() implements PopCommand {
        @Override
        public PopVerb verb() {
            return PopVerb.CAPA;
        }
    }

    /** {@code QUIT}. */
    record Quit() implements PopCommand {
        @Override
        public PopVerb verb() {
            return PopVerb.QUIT;
        }
    }

    /** {@code STAT}. */
    record Stat() implements PopCommand {
        @Override
        public PopVerb verb() {
            return PopVerb.STAT;
        }
    }

    /** {@code LIST [msg]}. */
    record List(OptionalInt message) implements PopCommand {
        @Override
        public PopVerb verb() {
            return PopVerb.LIST;
        }
    }

    /** {@code RETR msg}. */
    record Retrieve(int message) implements PopCommand {
        @Override
        public PopVerb verb() {
            return PopVerb.RETR;
        }
    }

    /** {@code DELE msg}. */
    record Delete(int message) implements PopCommand {
        @Override
        public PopVerb verb() {
            return PopVerb.DELE;
        }
    }

    /** {@code NOOP}. */
    record Noop() implements PopCommand {
        @Override
        public PopVerb verb() {
            return PopVerb.NOOP;
        }
    }

    /** {@code RSET}. */
    record Reset() implements PopCommand {
        @Override
        public PopVerb verb() {
            return PopVerb.RSET;
        }
    }

    /** {@code TOP msg n}: the header and the first lines of the body. */
    record Top(int message, int lines) implements PopCommand {
        @Override
        public PopVerb verb() {
            return PopVerb.TOP;
        }
    }

    /** {@code UIDL [msg]}. */
    record UniqueIds(OptionalInt message) implements PopCommand {
        @Override
        public PopVerb verb() {
            return PopVerb.UIDL;
        }
    }

    /** {@code LAST}. */
    record Last() implements PopCommand {
        @Override
        public PopVerb verb() {
            return PopVerb.LAST;
        }
    }
}
