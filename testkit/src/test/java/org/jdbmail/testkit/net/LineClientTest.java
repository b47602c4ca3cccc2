package org.jdbmail.testkit.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client reads whole lines and counted bytes, keeps its deadlines, and turns TLS on. */
class LineClientTest {
    private static final Duration SHORT = Duration.ofMillis(50);

    @TempDir
    Path folder;

    private ServerSocket listener;

    @BeforeEach
    void listen() throws IOException {
        listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stop() throws IOException {
        listener.close();
    }

    /** What the server does with its one connection. */
    private interface Script {
        void play(Socket socket) throws Exception;
    }

    private LineClient connect(Script script) throws IOException {
        Thread.ofVirtual().start(() -> {
            try (Socket socket = listener.accept()) {
                script.play(socket);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        return LineClient.connect(listener.getLocalPort());
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void linesAndBytesComeInTurnWhateverThePacketsAre() throws Exception {
        String big = "x".repeat(100_000);
        try (LineClient client = connect(socket -> {
            write(socket, "on");
            write(socket, "e\r");
            write(socket, "\n" + big + "\r\n\u0000\u00ff\ntail\r\n");
        })) {
            assertEquals("one", client.readLine());
            assertEquals(big, client.readLine());
            assertArrayEquals(new byte[] {0, (byte) 0xff, '\n'}, client.readBytes(3));
            assertEquals("tail", client.readUntil("ta"));
            assertThrows(EOFException.class, client::readLine);
            assertTrue(client.isClosedByServer());
        }
    }

    @Test
    void aBareLineFeedIsAMistakeOfTheServer() throws Exception {
        try (LineClient client = connect(socket -> write(socket, "one\n"))) {
            assertThrows(IOException.class, client::readLine);
        }
    }

    @Test
    void aReadThatMeetsItsDeadlineLosesNothing() throws Exception {
        try (LineClient client = connect(socket -> {
            write(socket, "ha");
            socket.getInputStream().read();
            write(socket, "lf\r\n");
            socket.getInputStream().read();
        })) {
            client.timeout(SHORT);
            assertThrows(SocketTimeoutException.class, client::readLine);
            client.timeout(Duration.ofSeconds(10)).send(new byte[] {1});
            assertEquals("half", client.readLine());
            assertTrue(client.isQuietFor(SHORT));
            assertThrows(
                    SocketTimeoutException.class, () -> client.timeout(SHORT).isClosedByServer());
            assertEquals("", client.unread());
            client.send(new byte[] {1});
            assertTrue(client.timeout(Duration.ofSeconds(10)).isClosedByServer());
        }
    }

    @Test
    void tlsIsTurnedOnAfterPlaintext() throws Exception {
        SSLContext server = serverContext();
        try (LineClient client = connect(socket -> {
            write(socket, "go\r\n");
            SSLSocket tls = (SSLSocket) server.getSocketFactory().createSocket(socket, (InputStream) null, true);
            tls.setUseClientMode(false);
            write(tls, "safe\r\n");
            tls.getInputStream().read();
        })) {
            assertEquals("go", client.readLine());
            assertThrows(IllegalStateException.class, client::tlsSession);
            client.startTls();
            assertEquals("safe", client.readLine());
            assertTrue(client.tlsSession().getProtocol().startsWith("TLS"));
            assertTrue(client.isQuietFor(SHORT));
        }
    }

    @Test
    void tlsCanBeThereFromTheFirstByte() throws Exception {
        try (ServerSocket tls = serverContext().getServerSocketFactory().createServerSocket(0)) {
            Thread.ofVirtual().start(() -> {
                try (Socket socket = tls.accept()) {
                    write(socket, "safe\r\n");
                    socket.getInputStream().read();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), tls.getLocalPort());
            try (LineClient client = LineClient.connectTls(address)) {
                assertEquals("safe", client.readLine());
            }
        }
    }

    @Test
    void plaintextThatWasNotReadForbidsTls() throws Exception {
        try (LineClient client = connect(socket -> write(socket, "one\r\ntwo\r\n"))) {
            assertEquals("one", client.readLine());
            assertThrows(IOException.class, client::startTls);
        }
    }

    @Test
    void waitingEndsWithTheConditionOrTheDeadline() throws Exception {
        int[] looks = {0};
        Eventually.isTrue(Duration.ofSeconds(10), "third look", () -> ++looks[0] == 3);
        assertEquals(3, looks[0]);
        String message = assertThrows(
                        AssertionError.class, () -> Eventually.isTrue(SHORT, "the moon is full", () -> false))
                .getMessage();
        assertTrue(message.contains("the moon is full"), message);
    }

    @Test
    void freePortsAreThoseThatNobodyListensOn() throws Exception {
        assertFalse(FreePort.next() == listener.getLocalPort());
        int base = FreePort.base(0, 143);
        for (int offset : new int[] {0, 143}) {
            try (ServerSocket socket = new ServerSocket(base + offset, 1, InetAddress.getLoopbackAddress())) {
                assertEquals(base + offset, socket.getLocalPort());
            }
        }
    }

    private SSLContext serverContext() throws Exception {
        Path store = folder.resolve("keys.p12");
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process process = new ProcessBuilder(
                        keytool.toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "server",
                        "-dname",
                        "CN=localhost",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit",
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.txt").toFile())
                .start();
        assertEquals(0, process.waitFor());
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, "changeit".toCharArray());
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }
}
