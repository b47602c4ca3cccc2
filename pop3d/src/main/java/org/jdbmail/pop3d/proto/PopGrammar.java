package org.jdbmail.pop3d.proto;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalInt;
import org.jdbmail.core.mail.AsciiCase;

/** Reads command lines (RFC 1939 §3: a keyword and arguments, each up to 40 characters, separated by a space). */
public final class PopGrammar {
    /** Longest line that is read. RFC 2449 §4 asks for 255 octets; a password or an initial response may be longer. */
    public static final int MAX_LINE = 4096;

    private static final int MAX_PORT = 65_535;

    private PopGrammar() {}

    /** Reads one line, given without its end. */
    public static PopCommand parse(byte[] line) throws PopSyntaxException {
        int space = 0;
        while (space < line.length && line[space] != ' ') {
            space++;
        }
        PopVerb verb = PopVerb.of(new String(line, 0, space, StandardCharsets.ISO_8859_1))
                .orElseThrow(() -> new PopSyntaxException("command not known"));
        byte[] rest = space < line.length ? Arrays.copyOfRange(line, space + 1, line.length) : new byte[0];
        // RFC 1939 §7: what stands behind PASS is the password, spaces and all.
        if (verb == PopVerb.PASS) {
            return new PopCommand.Pass(rest);
        }
        String argument = decode(rest).strip();
        return switch (verb) {
            case USER -> new PopCommand.User(needed(argument));
            case PASS -> new PopCommand.Pass(rest);
            case AUTH -> auth(argument);
            case APOP -> apop(argument);
            case XCLIENT -> xclient(argument);
            case UTF8 -> bare(new PopCommand.Utf8(), argument);
            case LANG -> new PopCommand.Lang(argument);
            case LIST -> new PopCommand.List(optional(argument));
            case UIDL -> new PopCommand.UniqueIds(optional(argument));
            case RETR -> new PopCommand.Retrieve(message(argument));
            case DELE -> new PopCommand.Delete(message(argument));
            case TOP -> top(argument);
            case STLS -> bare(new PopCommand.StartTls(), argument);
            case CAPA -> bare(new PopCommand.Capabilities(), argument);
            case QUIT -> bare(new PopCommand.Quit(), argument);
            case STAT -> bare(new PopCommand.Stat(), argument);
            case NOOP -> bare(new PopCommand.Noop(), argument);
            case RSET -> bare(new PopCommand.Reset(), argument);
            case LAST -> bare(new PopCommand.Last(), argument);
        };
    }

    private static String decode(byte[] rest) throws PopSyntaxException {
        for (byte octet : rest) {
            if (octet >= 0 && octet < ' ' && octet != '\t' || octet == 0x7f) {
                throw new PopSyntaxException("control character in a command");
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(rest))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new PopSyntaxException("command is not UTF-8");
        }
    }

    // RFC 1939 §7. A name may hold blanks, the digest is the last word.
    private static PopCommand apop(String argument) throws PopSyntaxException {
        int space = argument.lastIndexOf(' ');
        if (space < 1 || !argument.substring(space + 1).matches("[0-9A-Fa-f]{32}")) {
            throw new PopSyntaxException("APOP takes a name and 32 hexadecimal digits");
        }
        return new PopCommand.Apop(argument.substring(0, space).strip(), argument.substring(space + 1));
    }

    // As Dovecot's proxies say it, in any order, with a session's name and more, which is of no use here.
    private static PopCommand xclient(String argument) throws PopSyntaxException {
        String address = "";
        int port = 0;
        for (String word : argument.split(" +")) {
            int equals = word.indexOf('=');
            if (equals < 1) {
                throw new PopSyntaxException("XCLIENT takes words like ADDR=192.0.2.1");
            }
            String value = word.substring(equals + 1);
            switch (AsciiCase.upper(word.substring(0, equals))) {
                case "ADDR" -> address = value;
                case "PORT" -> port = number(value);
                default -> {}
            }
        }
        if (address.isEmpty() || port > MAX_PORT) {
            throw new PopSyntaxException("XCLIENT takes an address, and a port up to " + MAX_PORT);
        }
        return new PopCommand.Xclient(address, port);
    }

    // RFC 5034 §4
    private static PopCommand auth(String argument) throws PopSyntaxException {
        int space = argument.indexOf(' ');
        String mechanism = AsciiCase.upper(space < 0 ? argument : argument.substring(0, space));
        String initial = space < 0 ? null : argument.substring(space + 1).strip();
        if (initial != null && initial.indexOf(' ') >= 0) {
            throw new PopSyntaxException("too many arguments");
        }
        return new PopCommand.Auth(mechanism, initial);
    }

    private static PopCommand top(String argument) throws PopSyntaxException {
        String[] words = argument.split(" +");
        if (words.length != 2) {
            throw new PopSyntaxException("TOP takes a message and a number of lines");
        }
        return new PopCommand.Top(message(words[0]), number(words[1]));
    }

    private static OptionalInt optional(String argument) throws PopSyntaxException {
        return argument.isEmpty() ? OptionalInt.empty() : OptionalInt.of(message(argument));
    }

    private static int message(String word) throws PopSyntaxException {
        int number = number(word);
        if (number == 0) {
            throw new PopSyntaxException("messages are numbered from 1");
        }
        return number;
    }

    /** A decimal number; what is larger than an int is as good as the largest. */
    private static int number(String word) throws PopSyntaxException {
        if (word.isEmpty() || word.length() > 18) {
            throw new PopSyntaxException("number missing or too long");
        }
        for (int i = 0; i < word.length(); i++) {
            if (word.charAt(i) < '0' || word.charAt(i) > '9') {
                throw new PopSyntaxException("not a number");
            }
        }
        return (int) Math.min(Integer.MAX_VALUE, Long.parseLong(word));
    }

    private static String needed(String argument) throws PopSyntaxException {
        if (argument.isEmpty()) {
            throw new PopSyntaxException("argument missing");
        }
        return argument;
    }

    private static PopCommand bare(PopCommand command, String argument) throws PopSyntaxException {
        if (!argument.isEmpty()) {
            throw new PopSyntaxException("this command takes no arguments");
        }
        return command;
    }
}
