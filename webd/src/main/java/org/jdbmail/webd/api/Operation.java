package org.jdbmail.webd.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbmail.core.admin.Actor;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.webd.http.WebAnswer;
import org.jdbmail.webd.http.WebRequest;
import org.jspecify.annotations.Nullable;

/**
 * Something that a program can ask for.
 *
 * @param pattern of the path, below {@code /api/v1}
 * @param summary what it does, in a line
 * @param query the names and meanings of parameters
 * @param takes what the request has in it
 * @param gives what the answer has in it
 */
public record Operation(
        String method,
        String pattern,
        Scope scope,
        String summary,
        Map<String, String> query,
        Shape takes,
        Shape gives,
        Doing doing) {
    /** What is done, and how it is answered. */
    public sealed interface Doing {
        /** By an object of JSON. */
        record Told(Act act) implements Doing {}

        /**
         * By a file.
         *
         * @param type of its content
         */
        record Sent(String type, Sending sending) implements Doing {}
    }

    /** Does it. */
    @FunctionalInterface
    public interface Act {
        /** @return what the answer has in it */
        Map<String, Object> on(Call call);
    }

    /** Makes a file. */
    @FunctionalInterface
    public interface Sending {
        /** @return the answer with the file */
        WebAnswer on(Call call);
    }

    /** One that takes and gives nothing but what its path says. */
    static Operation of(String method, String pattern, Scope scope, String summary, Act act) {
        return new Operation(method, pattern, scope, summary, Map.of(), Shape.NONE, Shape.NONE, new Doing.Told(act));
    }

    /** One that gives a file. */
    static Operation file(String pattern, Scope scope, String summary, String type, Sending sending) {
        return new Operation(
                "GET", pattern, scope, summary, Map.of(), Shape.NONE, Shape.NONE, new Doing.Sent(type, sending));
    }

    /** The same with a parameter in the query. */
    Operation query(String name, String meaning) {
        Map<String, String> all = new LinkedHashMap<>(query);
        all.put(name, meaning);
        return new Operation(method, pattern, scope, summary, all, takes, gives, doing);
    }

    /** The same with a request of a shape. */
    Operation takes(Shape shape) {
        return new Operation(method, pattern, scope, summary, query, shape, gives, doing);
    }

    /** The same with an answer of a shape. */
    Operation gives(Shape shape) {
        return new Operation(method, pattern, scope, summary, query, takes, shape, doing);
    }

    /**
     * A request for an operation, of the shape that it takes.
     *
     * @param parts what stands in the path in place of the pattern's names
     */
    public record Call(Actor actor, WebRequest request, Map<String, String> parts, Map<String, @Nullable Object> body) {
        String part(String name) {
            return parts.getOrDefault(name, "");
        }

        /** @throws Refusal NOT_FOUND if it is no number */
        long number(String name) {
            if (!part(name).matches("[0-9]{1,18}")) {
                throw new Refusal(Reason.NOT_FOUND, "there is no such thing");
            }
            return Long.parseLong(part(name));
        }

        String parameter(String name) {
            return request.parameter(name).orElse("");
        }

        /** A number of the query. */
        int parameter(String name, int otherwise, int most) {
            String text = parameter(name);
            return text.matches("[0-9]{1,9}") ? Math.min(most, Integer.parseInt(text)) : otherwise;
        }

        boolean has(String field) {
            return body.get(field) != null;
        }

        String text(String field) {
            return body.get(field) instanceof String text ? text : "";
        }

        long amount(String field) {
            return body.get(field) instanceof Long number ? number : 0;
        }

        boolean is(String field) {
            return body.get(field) instanceof Boolean is && is;
        }

        List<Long> numbers(String field) {
            return body.get(field) instanceof List<?> list
                    ? list.stream()
                            .filter(Long.class::isInstance)
                            .map(Long.class::cast)
                            .toList()
                    : List.of();
        }

        List<String> texts(String field) {
            return body.get(field) instanceof List<?> list
                    ? list.stream().map(String::valueOf).toList()
                    : List.of();
        }
    }
}
