package org.jdbmail.sieved.proto;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a client wants (RFC 5804 §2). */
@SuppressWarnings("ArrayRecordComponent") // bytes that nobody changes; commands aren't compared
public sealed interface SieveCommand {
    /** Which command it is. */
    SieveVerb verb();

    /**
     * Logs in.
     *
     * @param initial the first response in base64; null for none
     */
    record Authenticate(String mechanism, @Nullable String initial) implements SieveCommand {
        @Override
        public SieveVerb verb() {
            return SieveVerb.AUTHENTICATE;
        }
    }

    /** A command without arguments. */
    record Plain(SieveVerb verb) implements SieveCommand {}

    /** Asks whether a script can be put. */
    record HaveSpace(String name, long octets) implements SieveCommand {
        @Override
        public SieveVerb verb() {
            return SieveVerb.HAVESPACE;
        }
    }

    /** Puts a script. */
    record PutScript(String name, byte[] text) implements SieveCommand {
        @Override
        public SieveVerb verb() {
            return SieveVerb.PUTSCRIPT;
        }
    }

    /** Looks at a script. */
    record CheckScript(byte[] text) implements SieveCommand {
        @Override
        public SieveVerb verb() {
            return SieveVerb.CHECKSCRIPT;
        }
    }

    /** A command with the name of a script: SETACTIVE (empty for none), GETSCRIPT or DELETESCRIPT. */
    record OfScript(SieveVerb verb, String name) implements SieveCommand {}

    /** Renames a script. */
    record Rename(String name, String newName) implements SieveCommand {
        @Override
        public SieveVerb verb() {
            return SieveVerb.RENAMESCRIPT;
        }
    }

    /**
     * Does nothing.
     *
     * @param tag what the answer is to say; null for nothing
     */
    record Noop(@Nullable String tag) implements SieveCommand {
        @Override
        public SieveVerb verb() {
            return SieveVerb.NOOP;
        }
    }

    /** The command that some words are. */
    static SieveCommand of(List<Word> words) throws SieveSyntaxException {
        if (words.isEmpty() || !(words.getFirst() instanceof Word.Atom(String name))) {
            throw new SieveSyntaxException("a command begins with its name");
        }
        SieveVerb verb = SieveVerb.of(name).orElseThrow(() -> new SieveSyntaxException("this command is not known"));
        List<Word> rest = words.subList(1, words.size());
        return switch (verb) {
            case AUTHENTICATE -> {
                count(verb, rest, 1, 2);
                yield new Authenticate(text(rest, 0), rest.size() == 1 ? null : text(rest, 1));
            }
            case STARTTLS, LOGOUT, CAPABILITY, LISTSCRIPTS, UNAUTHENTICATE -> {
                count(verb, rest, 0, 0);
                yield new Plain(verb);
            }
            case HAVESPACE -> {
                count(verb, rest, 2, 2);
                if (!(rest.get(1) instanceof Word.Amount(long octets))) {
                    throw new SieveSyntaxException("HAVESPACE ends in a number");
                }
                yield new HaveSpace(text(rest, 0), octets);
            }
            case PUTSCRIPT -> {
                count(verb, rest, 2, 2);
                yield new PutScript(text(rest, 0), bytes(rest, 1));
            }
            case CHECKSCRIPT -> {
                count(verb, rest, 1, 1);
                yield new CheckScript(bytes(rest, 0));
            }
            case SETACTIVE, GETSCRIPT, DELETESCRIPT -> {
                count(verb, rest, 1, 1);
                yield new OfScript(verb, text(rest, 0));
            }
            case RENAMESCRIPT -> {
                count(verb, rest, 2, 2);
                yield new Rename(text(rest, 0), text(rest, 1));
            }
            case NOOP -> {
                count(verb, rest, 0, 1);
                yield new Noop(rest.isEmpty() ? null : text(rest, 0));
            }
        };
    }

    private static void count(SieveVerb verb, List<Word> words, int least, int most) throws SieveSyntaxException {
        if (words.size() < least || words.size() > most) {
            throw new SieveSyntaxException(verb + " has " + least + (most > least ? " or " + most : "") + " arguments");
        }
    }

    private static byte[] bytes(List<Word> words, int index) throws SieveSyntaxException {
        return switch (words.get(index)) {
            case Word.Text(byte[] bytes) -> bytes;
            // Old clients write names of mechanisms without quotes.
            case Word.Atom(String text) -> text.getBytes(StandardCharsets.US_ASCII);
            case Word.Amount(long value) -> throw new SieveSyntaxException("a string is expected, not " + value);
        };
    }

    private static String text(List<Word> words, int index) throws SieveSyntaxException {
        return new Word.Text(bytes(words, index)).decoded();
    }
}
