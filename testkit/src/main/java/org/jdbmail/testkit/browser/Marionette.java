package org.jdbmail.testkit.browser;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Mozilla's Marionette protocol, by which a test runs scripts inside Firefox or Thunderbird: commands in JSON, each behind its length.
 * Scripts run with all rights of the program. Not safe for several threads.
 */
public final class Marionette implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Socket socket;
    private final InputStream in;
    private int number;

    private Marionette(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /**
     * Connects to a program that was started with {@code --marionette --remote-allow-system-access}, and waits until its window is there.
     *
     * @throws IOException when nobody listens there yet
     */
    public static Marionette connect(int port) throws IOException {
        Marionette marionette = new Marionette(new Socket(InetAddress.getLoopbackAddress(), port));
        try {
            marionette.socket.setSoTimeout((int) PATIENCE.toMillis());
            marionette.receive();
            marionette.call("WebDriver:NewSession", Map.of());
            marionette.call("Marionette:SetContext", Map.of("value", "chrome"));
            marionette.call("WebDriver:SetTimeouts", Map.of("script", PATIENCE.toMillis()));
            return marionette;
        } catch (IOException e) {
            marionette.close();
            throw e;
        }
    }

    /**
     * Runs the body of an asynchronous function, and returns what it returns.
     *
     * @param script what follows {@code async (...args) =>}, without braces
     * @throws IOException when it throws
     */
    public Object run(String script, Object... arguments) throws IOException {
        Object result = call(
                "WebDriver:ExecuteAsyncScript",
                Map.of(
                        "sandbox",
                        "system",
                        "args",
                        List.of(arguments),
                        "script",
                        "const args = [...arguments], done = args.pop(); (async (...args) => {\n" + script
                                + "\n})(...args).then(value => done({value: value === undefined ? null : value}),"
                                + " error => done({error: String(error) + ' ' + (error.stack || '')}));"));
        Object value = WebDriver.of(result, "value");
        if (!WebDriver.of(value, "error").equals(Json.NULL)) {
            throw new IOException(WebDriver.of(value, "error").toString());
        }
        return WebDriver.of(value, "value");
    }

    private Object call(String command, Map<String, Object> parameters) throws IOException {
        byte[] text = Json.write(List.of(0, ++number, command, parameters)).getBytes(UTF_8);
        socket.getOutputStream().write((text.length + ":").getBytes(US_ASCII));
        socket.getOutputStream().write(text);
        socket.getOutputStream().flush();
        if (receive() instanceof List<?> answer && answer.size() == 4) {
            if (!Json.NULL.equals(answer.get(2))) {
                throw new IOException(command + ": " + WebDriver.of(answer.get(2), "message"));
            }
            return answer.get(3);
        }
        throw new IOException("no answer to " + command);
    }

    private Object receive() throws IOException {
        int length = 0;
        for (int octet = in.read(); octet != ':'; octet = in.read()) {
            if (octet < '0' || octet > '9') {
                throw new EOFException("the program has gone");
            }
            length = length * 10 + octet - '0';
        }
        return Json.read(new String(in.readNBytes(length), UTF_8));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
