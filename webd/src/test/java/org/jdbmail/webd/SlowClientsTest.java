package org.jdbmail.webd;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jdbmail.webd.http.WebAnswer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Clients that are slow, silent, or too large, beside one who only wants a page. */
class SlowClientsTest {
    private final List<Socket> sockets = new ArrayList<>();
    private WebFixture web;

    @BeforeEach
    void start() throws IOException {
        web = new WebFixture();
    }

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        web.close();
    }

    private Socket connect(String said) throws IOException {
        return connect(web.port(), said);
    }

    private Socket connect(int port, String said) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        sockets.add(socket);
        socket.getOutputStream().write(said.getBytes(US_ASCII));
        return socket;
    }

    private static String answer(Socket socket) throws IOException {
        socket.setSoTimeout(20_000);
        byte[] some = new byte[2_000];
        int count = socket.getInputStream().read(some);
        return count < 0 ? "" : new String(some, 0, count, US_ASCII);
    }

    @Test
    void hundredsWhoseRequestsNeverComeWholeKeepNobodyOut() throws IOException {
        for (int i = 0; i < 600; i++) {
            connect(
                    i % 2 == 0
                            ? "GET /login HTTP/1.1\r\nHost: x\r\nX-Slow: "
                            : "POST /login HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 5000\r\n\r\nlogin=");
        }
        for (int i = 0; i < 20; i++) {
            assertEquals(200, web.new Browser().get("/login").status());
        }
    }

    @Test
    @Tag("full")
    void thousandsThatSendAByteNowAndThenKeepNobodyOut() throws IOException {
        for (int i = 1; i <= 5_000; i++) {
            connect(
                    switch (i % 4) {
                        case 0 -> "";
                        case 1 -> "G";
                        case 2 -> "GET /login HTTP/1.1\r\nHost: x\r\nX-Slow: ";
                        default -> "POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\nlogin=";
                    });
            if (i % 1_000 == 0) {
                dribble();
                assertEquals(200, web.new Browser().get("/login").status(), "beside " + i);
            }
        }
    }

    /** A byte more on each connection that is still there; the server ends what is one too many. */
    private void dribble() {
        sockets.removeIf(socket -> {
            try {
                socket.getOutputStream().write('a');
                return false;
            } catch (IOException e) {
                return close(socket);
            }
        });
    }

    private static boolean close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return true;
    }

    @Test
    void whatIsAskedInTwoWaysAtOnceIsNotAsked() throws IOException {
        // RFC 9112 §6.3: what one of two servers takes for a body must not be a request for the other.
        String smuggled = answer(
                connect(
                        "POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /admin HTTP/1.1\r\nHost: x\r\n\r\n"));
        assertTrue(smuggled.startsWith("HTTP/1.1 400"), smuggled);
        String two = answer(
                connect("POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcd"));
        assertTrue(two.startsWith("HTTP/1.1 400"), two);
        String folded = answer(connect("GET /login HTTP/1.1\r\nHost: x\r\nX-A: b\r\n c: d\r\n\r\n"));
        assertTrue(folded.startsWith("HTTP/1.1 400"), folded);
    }

    @Test
    void manyWhoseRequestsTakeLongKeepNobodyWaiting() throws IOException {
        CompletableFuture<String> end = new CompletableFuture<>();
        try (WebServer server = WebServer.start(
                WebOptions.usual(List.of(InetAddress.getLoopbackAddress()), 0, 1_000),
                head -> Optional.empty(),
                request -> WebAnswer.line(200, request.path().equals("/long") ? end.join() : "here"))) {
            int port = server.addresses().getFirst().getPort();
            for (int i = 0; i < 60; i++) {
                connect(port, "GET /long HTTP/1.1\r\nHost: x\r\n\r\n");
            }
            assertTrue(
                    answer(connect(port, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")).startsWith("HTTP/1.1 200"));
            end.complete("at last");
        }
    }

    @Test
    void whatIsTooLargeIsRefused() throws IOException {
        String head = answer(connect("GET /login HTTP/1.1\r\nHost: x\r\nX-Large: " + "a".repeat(20_000) + "\r\n\r\n"));
        assertTrue(head.startsWith("HTTP/1.1 431"), head);
        String body = answer(connect("POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 999999999\r\n\r\n"));
        assertTrue(body.startsWith("HTTP/1.1 413"), body);
        String chunked = answer(connect("POST /login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                + ("1000\r\n" + "a".repeat(0x1000) + "\r\n").repeat(20)));
        assertTrue(chunked.startsWith("HTTP/1.1 413"), chunked);
    }

    @Test
    void whatIsLargeIsReadOfThoseOnlyWhoMaySendIt() throws IOException {
        // The body never comes: whoever waited for it would not answer.
        String form = answer(connect("POST /account/rules HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n\r\n"));
        assertTrue(form.startsWith("HTTP/1.1 401"), form);
        String api = answer(connect("PUT /api/v1/me/reply HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                + "Authorization: Bearer jdb_nobodys\r\nContent-Length: 200000\r\n\r\n"));
        assertTrue(api.startsWith("HTTP/1.1 401") && api.contains("WWW-Authenticate: Bearer"), api);
    }
}
