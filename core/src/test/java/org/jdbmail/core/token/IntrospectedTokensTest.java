package org.jdbmail.core.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.sasl.TokenCheck;
import org.jdbmail.core.settings.IntrospectionSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** RFC 7662: tokens that say nothing by themselves, and what who gave them says of them. */
class IntrospectedTokensTest {
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/introspect", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            String who = exchange.getRequestHeaders().getFirst("Authorization");
            asked.add(exchange.getRequestMethod() + " " + body + " " + who);
            byte[] answer = answers.getOrDefault(body.substring(6, body.indexOf('&')), "{\"active\":false}")
                    .getBytes(UTF_8);
            exchange.sendResponseHeaders(new String(answer, UTF_8).equals("500") ? 500 : 200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private IntrospectedTokens tokens() {
        return new IntrospectedTokens(new IntrospectionSettings(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/introspect"),
                "mail server",
                "s3:cret",
                Set.of("mail"),
                "email",
                "openid",
                Optional.empty()));
    }

    private static String good(String more) {
        return "{\"active\":true,\"aud\":\"mail\",\"email\":\"alice@example.test\"" + more + "}";
    }

    @Test
    void whatIsActiveNamesItsAccountAndIsAskedOnce() {
        answers.put("good", good(""));
        IntrospectedTokens tokens = tokens();
        assertEquals(Optional.of("alice@example.test"), tokens.userOf("good"));
        assertEquals(Optional.of("alice@example.test"), tokens.userOf("good"));
        // RFC 6749 §2.3.1: both parts are form-encoded before they are joined: "mail+server:s3%3Acret"
        assertEquals(List.of("POST token=good&token_type_hint=access_token Basic bWFpbCtzZXJ2ZXI6czMlM0FjcmV0"), asked);
    }

    @Test
    void whatIsNotActiveOrNotForUsOrOverLetsNobodyIn() {
        long now = System.currentTimeMillis() / 1000;
        answers.put("other", "{\"active\":true,\"aud\":[\"calendar\"],\"email\":\"alice@example.test\"}");
        answers.put("several", "{\"active\":true,\"aud\":[\"calendar\",\"mail\"],\"email\":\"alice@example.test\"}");
        answers.put("nobodys", "{\"active\":true,\"aud\":\"mail\"}");
        answers.put("doubtful", good(",\"email_verified\":false"));
        answers.put("over", good(",\"exp\":" + (now - 5)));
        answers.put("early", good(",\"nbf\":" + (now + 600)));
        answers.put("text", "{\"active\":\"true\",\"aud\":\"mail\",\"email\":\"alice@example.test\"}");
        IntrospectedTokens tokens = tokens();
        assertEquals(Optional.of("alice@example.test"), tokens.userOf("several"));
        for (String token : List.of("unknown", "other", "nobodys", "doubtful", "over", "early", "text")) {
            assertEquals(Optional.empty(), tokens.userOf(token), token);
        }
    }

    @Test
    void whatIsNoTokenIsNotAskedAbout() {
        for (String token : List.of("", "a b", "a&b", "a\nb", "\u00e4", "x".repeat(10_000))) {
            assertEquals(Optional.empty(), tokens().userOf(token));
        }
        assertEquals(List.of(), asked);
    }

    @Test
    void whoCannotBeAskedIsTroubleOfOurs() {
        answers.put("broken", "500");
        answers.put("garbage", "<html>");
        IntrospectedTokens tokens = tokens();
        for (String token : List.of("broken", "garbage")) {
            assertEquals(
                    Reason.UNAVAILABLE,
                    assertThrows(Refusal.class, () -> tokens.userOf(token)).reason());
        }
        server.stop(0);
        assertEquals(
                Reason.UNAVAILABLE,
                assertThrows(Refusal.class, () -> tokens.userOf("x")).reason());
    }

    @Test
    void signedTokensAreCheckedHereAndOthersByAsking() {
        TokenCheck signed = new Named("signed");
        TokenCheck opaque = new Named("opaque");
        TokenCheck both = new BothTokens(signed, opaque);
        assertEquals(Optional.of("signed"), both.userOf("eyJhbGciOiJub25lIn0.e30."));
        assertEquals(Optional.of("opaque"), both.userOf("ya29.a.b"));
        assertEquals(Optional.of("opaque"), both.userOf("eyopaque"));
    }

    private record Named(String name) implements TokenCheck {
        @Override
        public Optional<String> userOf(String token) {
            return Optional.of(name);
        }

        @Override
        public String scope() {
            return "";
        }

        @Override
        public Optional<String> configuration() {
            return Optional.empty();
        }
    }
}
