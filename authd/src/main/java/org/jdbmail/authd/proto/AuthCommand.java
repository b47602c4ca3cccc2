package org.jdbmail.authd.proto;

import java.util.List;
import java.util.Optional;

/** What a client says in one line. */
public sealed interface AuthCommand {
    /** The version that it speaks; only the first number has to agree. */
    record Version(int major) implements AuthCommand {}

    /** Its process, with which it introduces itself. */
    record Cpid() implements AuthCommand {}

    /**
     * Begins an exchange.
     *
     * @param id by which both sides name it from now on
     * @param mechanism as it was given
     * @param service {@code smtp} where none was named
     * @param remote the address of the client of the client, as it was given
     * @param remotePort its port, or 0
     * @param local our client's own address, as it was given
     * @param localPort its port, or 0
     * @param isSecured whether the two speak TLS
     * @param takesLast whether the client takes data along with success
     * @param response the initial response, in base64; empty where there is none
     */
    record Auth(
            long id,
            String mechanism,
            String service,
            Optional<String> remote,
            int remotePort,
            Optional<String> local,
            int localPort,
            boolean isSecured,
            boolean takesLast,
            String response)
            implements AuthCommand {
        /** Tells nothing of the response, which may hold a password. */
        @Override
        public String toString() {
            return "AUTH " + id + " " + mechanism + " " + service;
        }
    }

    /**
     * Goes on with an exchange.
     *
     * @param response in base64
     */
    record Cont(long id, String response) implements AuthCommand {
        /** Tells nothing of the response, which may hold a password. */
        @Override
        public String toString() {
            return "CONT " + id;
        }
    }

    /** Gives an exchange up. */
    record Cancel(long id) implements AuthCommand {}

    /** What newer clients may say, and nobody has to know. */
    record Unknown() implements AuthCommand {}

    /**
     * Reads a line.
     *
     * @throws AuthSyntaxException if it is none
     */
    static AuthCommand parse(byte[] line) throws AuthSyntaxException {
        List<String> fields = Fields.split(line);
        return switch (fields.getFirst()) {
            case "VERSION" -> new Version(Math.toIntExact(number(fields, 1, 9999)));
            case "CPID" -> {
                number(fields, 1, Long.MAX_VALUE);
                yield new Cpid();
            }
            case "AUTH" -> AuthReader.read(id(fields), fields);
            case "CONT" -> new Cont(id(fields), fields.size() > 2 ? fields.get(2) : "");
            case "CANCEL" -> new Cancel(id(fields));
            default -> new Unknown();
        };
    }

    private static long id(List<String> fields) throws AuthSyntaxException {
        return number(fields, 1, 0xffff_ffffL);
    }

    private static long number(List<String> fields, int place, long most) throws AuthSyntaxException {
        String digits = fields.size() > place ? fields.get(place) : "";
        try {
            long value = digits.matches("[0-9]{1,19}") ? Long.parseLong(digits) : -1;
            if (value >= 0 && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // more digits than a number may have: told below
        }
        throw new AuthSyntaxException(fields.getFirst() + " without a number");
    }
}
