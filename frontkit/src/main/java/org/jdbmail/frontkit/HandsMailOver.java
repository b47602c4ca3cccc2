package org.jdbmail.frontkit;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import org.jdbmail.testkit.net.LineClient;

/** A client that hands a short message over by LMTP or SMTP, for {@link FailEach}: what the answers come to. */
public final class HandsMailOver {
    private HandsMailOver() {}

    /**
     * Does it.
     *
     * @param greeting LHLO or EHLO, with a name
     * @param envelope MAIL and each RCPT
     * @param ready is run after the greeting
     * @throws AssertionError if something is refused for good, or the answer is none
     */
    public static FailEach.Answer to(
            InetSocketAddress address, String greeting, List<String> envelope, Runnable ready) {
        try (LineClient client = LineClient.connect(address)) {
            client.readLine();
            client.send(greeting);
            client.readUntil("250 ");
            ready.run();
            for (String line : envelope) {
                if (isPutOff(client, line, "[24]\\d\\d .*")) {
                    return FailEach.Answer.REFUSED;
                }
            }
            if (isPutOff(client, "DATA", "[34]\\d\\d .*")) {
                return FailEach.Answer.REFUSED;
            }
            boolean isRefused = isPutOff(client, "Subject: hello\r\n\r\nbody\r\n.", "[24]\\d\\d .*");
            return isRefused ? FailEach.Answer.REFUSED : FailEach.Answer.DONE;
        } catch (IOException e) {
            return FailEach.Answer.CUT;
        }
    }

    private static boolean isPutOff(LineClient client, String line, String expected) throws IOException {
        client.send(line);
        String answer = client.readLine();
        if (!answer.matches(expected)) {
            throw new AssertionError(answer);
        }
        return answer.startsWith("4");
    }
}
