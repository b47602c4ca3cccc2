package org.jdbmail.e2e;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jdbmail.testkit.mail.MailGenerator;
import org.jdbmail.testkit.net.Eventually;

/** Sends generated mail through Postfix into a server, and reads it back with clients, comparing every byte. */
final class RoundTrip {
    private static final Duration DELIVERY = Duration.ofMinutes(5);
    // mbsync marks what it copies until it knows the copy's UID, and leaves the mark in.
    private static final Pattern MBSYNC_MARK = Pattern.compile("X-TUID: .{12}\n");

    private RoundTrip() {}

    /**
     * A server to try.
     *
     * @param lmtpPort where it takes mail
     * @param imapPort where it shows it
     * @param pop3Port the same
     * @param map tells Postfix which recipients it has
     */
    record Target(int lmtpPort, int imapPort, int pop3Port, RecipientMap map) {}

    /** Does it all for one account of the domain {@code example.com}, whose name is its address, and whose mailbox is empty. */
    static void run(Path work, Target target, String user, String password, int count) throws Exception {
        HandedOver handedOver = deliver(work, target, user, count);
        handedOver.assertSameAs(Clients.imaplib(work, target.imapPort(), user, password), UnaryOperator.identity());
        handedOver
                .changedBy(RoundTrip::unixLines)
                .assertSameAs(
                        Clients.mbsync(work, target.imapPort(), user, password),
                        text -> MBSYNC_MARK.matcher(text).replaceFirst(""));
        handedOver
                .changedBy(RoundTrip::unixLines)
                .assertSameAs(Clients.fetchmail(work, target.pop3Port(), user, password), UnaryOperator.identity());
    }

    private static HandedOver deliver(Path work, Target target, String user, int count) throws Exception {
        Path folder = Files.createDirectories(work.resolve("postfix"));
        try (RecordingRelay relay = new RecordingRelay(target.lmtpPort());
                Postfix postfix = Postfix.start(folder, relay.port(), target.map())) {
            MailGenerator generator = new MailGenerator(20);
            try (SmtpSender sender = new SmtpSender(postfix.port())) {
                String refused = sender.ask("nobody@example.com");
                if (!refused.startsWith("550 ")) {
                    throw new AssertionError("Postfix took an unknown recipient: " + refused);
                }
                for (int i = 0; i < count; i++) {
                    sender.send("sender@example.org", user, generator.next().bytes());
                }
            }
            try {
                // Postfix's log is long, and looked at when all is likely to be there.
                Eventually.isTrue(
                        DELIVERY,
                        "Postfix has delivered all",
                        () -> relay.count() >= count && postfix.delivered() == count);
            } catch (AssertionError e) {
                throw new AssertionError("Postfix has delivered " + postfix.delivered(), e);
            }
            return HandedOver.of(relay.messages());
        }
    }

    private static String unixLines(String text) {
        return text.replace("\r\n", "\n");
    }
}
