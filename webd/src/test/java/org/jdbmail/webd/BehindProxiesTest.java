package org.jdbmail.webd;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jdbmail.testkit.net.Eventually;
import org.jdbmail.testkit.net.FreePort;
import org.jdbmail.webd.http.WebAnswer;
import org.jdbmail.webd.http.WebRequest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Debian's nginx and HAProxy before our server, with connections that are used again and shared by clients (RFC 9112 §11.2): what a client
 * writes so that two servers may read it differently is never a request to us that was none to the proxy, and nobody gets another's answer.
 */
@Tag("full")
class BehindProxiesTest {
    /** The proxy puts it on every request that it knows to be one. */
    private static final String MARK = "x-known-to-the-proxy";

    private static final String HIDDEN = "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n";

    private static final Duration START = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private final List<String> unknown = new CopyOnWriteArrayList<>();

    private WebServer server() throws IOException {
        return WebServer.start(
                WebOptions.usual(List.of(InetAddress.getLoopbackAddress()), 0, 300_000),
                head -> Optional.empty(),
                this::answer);
    }

    private WebAnswer answer(WebRequest request) {
        if (!request.header(MARK).equals(Optional.of("yes"))) {
            unknown.add(request.method() + " " + request.path() + " " + request.headers());
        }
        return WebAnswer.line(200, "this is " + request.path());
    }

    /** Requests that say in two ways, or in a doubtful one, how long they are. */
    private static List<String> attacks() {
        List<String> attacks = new ArrayList<>();
        String both = "POST /first HTTP/1.1\r\nHost: x\r\n";
        String chunks = "0\r\n\r\n" + HIDDEN;
        String inAChunk = Integer.toHexString(HIDDEN.length()) + "\r\n" + HIDDEN + "\r\n0\r\n\r\n";
        for (String coding : List.of(
                "Transfer-Encoding: chunked",
                "Transfer-Encoding:chunked",
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding: chunked, identity",
                "Transfer-Encoding: identity, chunked",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: x",
                "Transfer-Encoding: x\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding : chunked",
                "Transfer-Encoding:\tchunked",
                "Transfer-Encoding: \u000bchunked",
                "Transfer-Encoding: \"chunked\"",
                "Transfer-Encoding:\r\n chunked",
                "X-A: b\r\n Transfer-Encoding: chunked",
                "X-A: b\nTransfer-Encoding: chunked",
                "X-A: b\rTransfer-Encoding: chunked",
                "X-A: b\u0000\r\nTransfer-Encoding: chunked",
                "transfer_encoding: chunked",
                "Transfer-Encoding: ChUnKeD")) {
            attacks.add(both + "Content-Length: " + chunks.length() + "\r\n" + coding + "\r\n\r\n" + chunks);
            attacks.add(both + coding + "\r\nContent-Length: 4\r\n\r\n" + inAChunk);
            attacks.add(both + coding + "\r\n\r\n" + inAChunk);
        }
        for (String length : List.of(
                "Content-Length: 0\r\nContent-Length: " + HIDDEN.length(),
                "Content-Length: " + HIDDEN.length() + "\r\nContent-Length: 0",
                "Content-Length: 0, " + HIDDEN.length(),
                "Content-Length: +" + HIDDEN.length(),
                "Content-Length: -1",
                "Content-Length: 0x" + Integer.toHexString(HIDDEN.length()),
                "Content-Length: " + HIDDEN.length() + " 0",
                "Content-Length : " + HIDDEN.length(),
                "Content-Length:\r\n " + HIDDEN.length(),
                "X-A: b\nContent-Length: " + HIDDEN.length(),
                "Content-Length: 18446744073709551616",
                "content_length: " + HIDDEN.length(),
                "Content-Length: " + HIDDEN.length())) {
            for (String method : List.of("GET", "POST", "HEAD", "OPTIONS")) {
                attacks.add(method + " /first HTTP/1.1\r\nHost: x\r\n" + length + "\r\n\r\n" + HIDDEN);
            }
        }
        String chunked = both + "Transfer-Encoding: chunked\r\n\r\n";
        for (String body : List.of(
                "1\nZ\n0\n\n" + HIDDEN,
                "1;a=\nb\r\nZ\r\n0\r\n\r\n" + HIDDEN,
                "1;a=\"\r\nZ\"\r\n0\r\n\r\n" + HIDDEN,
                "1\rZ\r0\r\r" + HIDDEN,
                "0x1\r\nZ\r\n0\r\n\r\n" + HIDDEN,
                "-1\r\nZ\r\n0\r\n\r\n" + HIDDEN,
                "10000000000000001\r\nZ\r\n0\r\n\r\n" + HIDDEN,
                "1\r\nZZ0\r\n\r\n" + HIDDEN,
                "0\r\nX-Trailer: a\r\n" + HIDDEN,
                "0\r\nContent-Length: 50\r\n\r\n" + HIDDEN,
                "0\n\r\n" + HIDDEN)) {
            attacks.add(chunked + body);
        }
        for (String head : List.of(
                "POST /first HTTP/1.0\r\nHost: x\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + inAChunk,
                "GET /first\r\n" + HIDDEN,
                "GET /first HTTP/1.1\nHost: x\n\n" + HIDDEN,
                "GET /first HTTP/1.1\rHost: x\r\r" + HIDDEN,
                "GET /first HTTP/1.1\r\nHost: x\r\nConnection: Host, Content-Length\r\nContent-Length: "
                        + HIDDEN.length() + "\r\n\r\n" + HIDDEN,
                "GET /first HTTP/1.1\r\nHost: x\r\nConnection: " + MARK + "\r\nContent-Length: " + HIDDEN.length()
                        + "\r\n\r\n" + HIDDEN,
                "POST /first HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: " + HIDDEN.length()
                        + "\r\n\r\n" + HIDDEN,
                "GET /first HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
                        + "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n\r\n" + HIDDEN,
                "GET /first HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n" + HIDDEN,
                "GET /first%20HTTP/1.1%0d%0aHost:%20x%0d%0a%0d%0aGET%20/smuggled HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET http://x/first HTTP/1.1\r\nHost: y\r\nContent-Length: " + HIDDEN.length() + "\r\n\r\n" + HIDDEN)) {
            attacks.add(head);
        }
        return attacks;
    }

    @Test
    void nothingIsSmuggledPastNginx() throws Exception {
        try (WebServer server = server()) {
            int port = FreePort.next();
            Path file = Files.writeString(folder.resolve("nginx.conf"), """
                    daemon off;
                    pid FOLDER/nginx.pid;
                    error_log stderr;
                    events {}
                    http {
                      access_log off;
                      client_body_temp_path FOLDER/b; proxy_temp_path FOLDER/p; fastcgi_temp_path FOLDER/f;
                      uwsgi_temp_path FOLDER/u; scgi_temp_path FOLDER/s;
                      underscores_in_headers on;
                      upstream ours { server 127.0.0.1:OURS; keepalive 1; }
                      server {
                        listen 127.0.0.1:PORT;
                        location / {
                          proxy_pass http://ours;
                          proxy_http_version 1.1;
                          proxy_request_buffering off;
                          proxy_set_header Connection "";
                          proxy_set_header X-Known-To-The-Proxy yes;
                        }
                      }
                    }
                    """.replace("FOLDER", folder.toString())
                    .replace(
                            "OURS",
                            Integer.toString(server.addresses().getFirst().getPort()))
                    .replace("PORT", Integer.toString(port)));
            attacked(port, "/usr/sbin/nginx", "-c", file.toString(), "-p", folder.toString());
        }
    }

    @Test
    void nothingIsSmuggledPastHaproxy() throws Exception {
        try (WebServer server = server()) {
            int port = FreePort.next();
            Path file = Files.writeString(folder.resolve("haproxy.cfg"), """
                    defaults
                      mode http
                      timeout connect 5s
                      timeout client 10s
                      timeout server 10s
                      http-reuse always
                    frontend all
                      bind 127.0.0.1:PORT
                      http-request set-header X-Known-To-The-Proxy yes
                      default_backend ours
                    backend ours
                      server ours 127.0.0.1:OURS
                    """.replace(
                            "OURS",
                            Integer.toString(server.addresses().getFirst().getPort()))
                    .replace("PORT", Integer.toString(port)));
            attacked(port, "/usr/sbin/haproxy", "-db", "-f", file.toString());
        }
    }

    private void attacked(int port, String... command) throws Exception {
        Path log = folder.resolve("proxy.log");
        Process proxy = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            Eventually.isTrue(START, "the proxy answers", () -> victim(port, 0).contains("this is /victim-0"));
            int number = 0;
            for (String attack : attacks()) {
                number++;
                send(port, attack);
                String told = attack.replace("\r", "\\r").replace("\n", "\\n");
                assertEquals(List.of(), unknown, told);
                String got = victim(port, number);
                assertTrue(
                        got.startsWith("HTTP/1.1 200") && got.contains("this is /victim-" + number + "\n"),
                        told + "\ngave the next one " + got);
            }
            assertTrue(number > 100, "there are attacks");
            assertTrue(proxy.isAlive(), Files.readString(log));
        } finally {
            proxy.destroy();
            if (!proxy.waitFor(10, TimeUnit.SECONDS)) {
                proxy.destroyForcibly();
            }
        }
    }

    /** What somebody else gets who asks for a page of its own. */
    private static String victim(int port, int number) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("GET /victim-" + number + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                            .getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Sends it, and reads what comes until nothing does for a moment. */
    private static void send(int port, String attack) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(25);
            socket.getOutputStream().write(attack.getBytes(ISO_8859_1));
            byte[] some = new byte[8_192];
            int left = 20;
            while (left > 0 && socket.getInputStream().read(some) >= 0) {
                left--;
            }
        } catch (SocketTimeoutException e) {
            return; // it waits for more, which does not come
        }
    }
}
