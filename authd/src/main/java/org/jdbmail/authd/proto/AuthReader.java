package org.jdbmail.authd.proto;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the parameters of {@code AUTH}. */
final class AuthReader {
    private static final String RESPONSE = "resp";

    private AuthReader() {}

    static AuthCommand.Auth read(long id, List<String> fields) throws AuthSyntaxException {
        if (fields.size() < 3 || fields.get(2).isEmpty()) {
            throw new AuthSyntaxException("AUTH without a mechanism");
        }
        Map<String, String> parameters = parameters(fields.subList(3, fields.size()));
        return new AuthCommand.Auth(
                id,
                fields.get(2),
                service(parameters.getOrDefault("service", "")),
                Optional.ofNullable(parameters.get("rip")),
                port(parameters, "rport"),
                Optional.ofNullable(parameters.get("lip")),
                port(parameters, "lport"),
                parameters.containsKey("secured"),
                parameters.containsKey("final-resp-ok"),
                parameters.getOrDefault(RESPONSE, ""));
    }

    /** The parameters by their names, of which nobody has to know all. */
    private static Map<String, String> parameters(List<String> fields) {
        Map<String, String> all = new HashMap<>();
        for (String field : fields) {
            int equals = field.indexOf('=');
            String name = equals < 0 ? field : field.substring(0, equals);
            all.putIfAbsent(name, equals < 0 ? "" : field.substring(equals + 1));
            if (name.equals(RESPONSE)) {
                break; // is the last: nobody can hide a parameter behind it
            }
        }
        return all;
    }

    /** As logs and app passwords name services: sending mail is one, whatever the port is called. */
    private static String service(String word) {
        return switch (word) {
            case "imap", "pop3", "sieve" -> word;
            case "managesieve" -> "sieve";
            default -> "smtp";
        };
    }

    private static int port(Map<String, String> parameters, String name) {
        String text = parameters.getOrDefault(name, "");
        int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
        return port > 0xffff ? 0 : port;
    }
}
