package org.jdbmail.webd.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Who answers which method and path. A path's parts in braces stand for any text without {@code /}: {@code /users/{name}}. */
public final class Router {
    /** Parts of a path that anybody needs. */
    private static final int MOST_PARTS = 16;

    /** Answers one kind of request. */
    @FunctionalInterface
    public interface Handler {
        /** @param parts what stands in the path for each name in braces */
        WebAnswer answer(WebRequest request, Map<String, String> parts);
    }

    private record Route(String method, List<String> pattern, Handler handler) {
        Optional<Map<String, String>> match(List<String> path) {
            if (path.size() != pattern.size()) {
                return Optional.empty();
            }
            Map<String, String> parts = new LinkedHashMap<>();
            for (int i = 0; i < path.size(); i++) {
                String wanted = pattern.get(i);
                if (wanted.startsWith("{")) {
                    parts.put(wanted.substring(1, wanted.length() - 1), path.get(i));
                } else if (!wanted.equals(path.get(i))) {
                    return Optional.empty();
                }
            }
            return Optional.of(parts);
        }
    }

    private final List<Route> routes = new ArrayList<>();

    /** Has a handler answer; GET answers HEAD, too. Earlier routes go first. */
    public Router on(String method, String pattern, Handler handler) {
        routes.add(new Route(method, parts(pattern), handler));
        return this;
    }

    /** The answer; empty if no route has that path. */
    public Optional<WebAnswer> answer(WebRequest request) {
        List<String> path = parts(request.path());
        String method = request.method().equals("HEAD") ? "GET" : request.method();
        TreeSet<String> others = new TreeSet<>();
        for (Route route : routes) {
            Optional<Map<String, String>> parts = path.size() > MOST_PARTS ? Optional.empty() : route.match(path);
            if (parts.isPresent()) {
                if (route.method().equals(method)) {
                    return Optional.of(route.handler().answer(request, parts.get()));
                }
                others.add(route.method());
            }
        }
        // RFC 9110 §15.5.6
        return others.isEmpty()
                ? Optional.empty()
                : Optional.of(WebAnswer.line(405, "not allowed here")
                        .with("Allow", others.stream().collect(Collectors.joining(", "))));
    }

    /** A slash at the end makes no difference. */
    private static List<String> parts(String path) {
        String inner = path.startsWith("/") ? path.substring(1) : path;
        inner = inner.endsWith("/") ? inner.substring(0, inner.length() - 1) : inner;
        return inner.isEmpty() ? List.of() : List.of(inner.split("/", -1));
    }
}
