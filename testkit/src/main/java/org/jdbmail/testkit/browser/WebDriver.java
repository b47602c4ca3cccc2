package org.jdbmail.testkit.browser;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** The W3C's WebDriver protocol: commands of one session, over HTTP. */
final class WebDriver {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String address;
    private String session = "";

    /** @param address where the driver listens */
    WebDriver(String address) {
        this.address = address;
    }

    /** What a driver says when it can't do something. */
    static final class Refusal extends IOException {
        private static final long serialVersionUID = 1;

        private final String error;

        Refusal(String error, String message) {
            super(error + ": " + message);
            this.error = error;
        }

        /** Whether the page may only not be ready yet. */
        boolean mayPass() {
            return switch (error) {
                case "no such element",
                        "no such frame",
                        "stale element reference",
                        "element not interactable",
                        "element click intercepted",
                        "invalid element state",
                        "move target out of bounds" -> true;
                default -> false;
            };
        }
    }

    /** Begins the session. */
    void begin(Map<String, Object> capabilities) throws IOException {
        Object made = call("POST", "/session", Map.of("capabilities", Map.of("alwaysMatch", capabilities)));
        session = "/session/" + of(made, "sessionId");
    }

    void end() throws IOException {
        call("DELETE", session, Map.of());
    }

    /** A command that changes something. */
    Object post(String command, Map<String, Object> parameters) throws IOException {
        return call("POST", session + command, parameters);
    }

    /** A command that asks. */
    Object get(String command) throws IOException {
        return call("GET", session + command, Map.of());
    }

    /** Whether it answers at all. */
    boolean isReady() {
        try {
            return of(call("GET", "/status", Map.of()), "ready").equals(true);
        } catch (IOException e) {
            return false;
        }
    }

    private Object call(String method, String path, Map<String, Object> parameters) throws IOException {
        HttpRequest.BodyPublisher body = method.equals("POST")
                ? HttpRequest.BodyPublishers.ofString(Json.write(parameters))
                : HttpRequest.BodyPublishers.noBody();
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + path))
                .timeout(LIMIT)
                .header("Content-Type", "application/json")
                .method(method, body)
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            Object value = of(Json.read(response.body()), "value");
            if (response.statusCode() != 200) {
                throw new Refusal(
                        of(value, "error").toString(), of(value, "message").toString());
            }
            return value;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** A member of an object. */
    static Object of(Object object, String key) {
        Object value = object instanceof Map<?, ?> map ? map.get(key) : Json.NULL;
        return value == null ? Json.NULL : value;
    }
}
