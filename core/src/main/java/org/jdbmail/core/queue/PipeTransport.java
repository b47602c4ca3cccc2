package org.jdbmail.core.queue;

import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jdbmail.core.smtp.client.MailContent;
import org.jdbmail.core.smtp.client.SendResult;
import org.jdbmail.core.store.QueuedMail;
import org.jdbmail.core.store.QueuedRecipient;

/**
 * Gives mail to the programs that {@code dbmail_aliases} names: {@code |command} gets the message, {@code !command} a line of mbox before it.
 * It is where a message ends, so that it has its Return-Path.
 *
 * @param program how programs are run
 * @param clock for mbox's line
 */
public record PipeTransport(Program program, InstantSource clock) implements Transport {
    private static final DateTimeFormatter MBOX = DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** Whether this is for what stands there. */
    static boolean isCommand(String target) {
        return target.startsWith("|") || target.startsWith("!");
    }

    @Override
    public List<SendResult> send(QueuedMail mail, MailContent content) {
        return mail.recipients().stream().map(each -> send(mail, each, content)).toList();
    }

    private SendResult send(QueuedMail mail, QueuedRecipient recipient, MailContent content) {
        String target = recipient.target();
        String sender = mail.sender().isNull() ? "MAILER-DAEMON" : mail.sender().plain();
        String first = target.startsWith("!")
                ? "From " + sender.replace(' ', '-') + " " + MBOX.format(clock.instant()) + "\n"
                : "";
        try {
            return program.run(
                    program.words(target.substring(1)),
                    first,
                    content,
                    Map.of(
                            "SENDER",
                            mail.sender().plain(),
                            "ORIGINAL_RECIPIENT",
                            recipient.parameters().original()));
        } catch (IllegalArgumentException e) {
            return SendResult.later("4.3.5", "the command is not understood: " + e.getMessage());
        }
    }
}
