package org.jdbmail.core.smtp.client;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.MailParameters;
import org.jdbmail.core.smtp.MailParameters.Body;
import org.jdbmail.core.smtp.RecipientParameters;
import org.jdbmail.core.smtp.Xtext;
import org.jspecify.annotations.Nullable;

/** One message on a connection, from MAIL to the reply behind the dot. */
final class SmtpExchange {
    /** Commands that go together: their answers must not fill what lies between the two of us (RFC 2920 §3.1). */
    private static final int AT_ONCE = 50;

    private static final String DATA = "DATA";

    private final SmtpConnection connection;
    private final SmtpPeer peer;
    private final Watchdog watchdog;
    private final InstantSource clock;
    private boolean isUsable;
    private boolean isLost;

    /** The connection ended before anything was asked of the server: the same may be tried on another. */
    static final class NotBegun extends IOException {
        private static final long serialVersionUID = 1L;

        NotBegun(IOException cause) {
            super(cause);
        }
    }

    SmtpExchange(SmtpConnection connection, SmtpPeer peer, Watchdog watchdog, InstantSource clock) {
        this.connection = connection;
        this.peer = peer;
        this.watchdog = watchdog;
        this.clock = clock;
    }

    /** Whether the connection may carry another message. */
    boolean isUsable() {
        return isUsable;
    }

    List<SendResult> send(SmtpMail mail) throws IOException {
        MailContent.Traits traits = mail.content().traits();
        SendResult impossible = impossible(mail, traits);
        if (impossible != null) {
            isUsable = true;
            return mail.recipients().stream().map(recipient -> impossible).toList();
        }
        int count = mail.recipients().size();
        List<SmtpAnswer> said = say(commands(mail, traits));
        SmtpAnswer begun = said.getFirst();
        List<SmtpAnswer> answers = said.subList(1, Math.min(said.size(), count + 1));
        boolean hasData = said.size() == count + 2;
        if (!begun.isDone() || answers.stream().noneMatch(SmtpAnswer::isDone)) {
            withdraw(begun, hasData && said.getLast().isIntermediate());
            return begun.isDone()
                    ? answers.stream().map(this::result).toList()
                    : mail.recipients().stream().map(recipient -> result(begun)).toList();
        }
        SmtpAnswer data = said.getLast();
        SmtpAnswer end = data.isIntermediate() ? connection.send(mail.content(), watchdog) : data;
        if (peer.isLmtp() && data.isIntermediate()) {
            return each(answers, end);
        }
        isUsable = data.isIntermediate() && end.code() != 421;
        // Not even a yes to DATA means that it has the message, which was not sent.
        SendResult whole = data.isIntermediate() ? result(end) : failure(data);
        return answers.stream()
                .map(each -> each.isDone() ? whole : result(each))
                .toList();
    }

    private List<String> commands(SmtpMail mail, MailContent.Traits traits) {
        List<String> commands = new ArrayList<>();
        commands.add(begin(mail, traits));
        mail.recipients().forEach(each -> commands.add(command(each)));
        commands.add(DATA);
        return commands;
    }

    /**
     * Says commands up to DATA, as many together as the server takes (RFC 2920 §3.1), and hears the answers. What has become pointless is not said: anything where
     * the server does not take the sender, and DATA where it takes no recipient, unless it travelled with them.
     *
     * @throws NotBegun if the connection ended before the first answer: nothing is lost if the same is said on another
     */
    private List<SmtpAnswer> say(List<String> commands) throws IOException {
        int atOnce = connection.offers("PIPELINING") ? AT_ONCE : 1;
        List<SmtpAnswer> answers = new ArrayList<>();
        for (int from = 0; from < commands.size(); from += atOnce) {
            List<String> some = commands.subList(from, Math.min(commands.size(), from + atOnce));
            if (isPointless(some, answers)) {
                return answers;
            }
            try {
                for (String command : some) {
                    connection.say(command);
                }
                for (int i = 0; i < some.size(); i++) {
                    answers.add(connection.answer());
                }
            } catch (IOException e) {
                if (answers.isEmpty()) {
                    throw new NotBegun(e);
                }
                if (answers.getFirst().isDone()) {
                    throw e;
                }
                isLost = true;
                return answers; // whoever does not take the sender may hang up
            }
        }
        return answers;
    }

    private static boolean isPointless(List<String> commands, List<SmtpAnswer> answers) {
        return !answers.isEmpty()
                && (!answers.getFirst().isDone()
                        || commands.getFirst().equals(DATA)
                                && answers.stream().skip(1).noneMatch(SmtpAnswer::isDone));
    }

    /**
     * Nobody gets the message. RFC 2920 §3.1: a server may want it all the same, and gets a dot.
     *
     * @param isWanted whether the server waits for it
     */
    private void withdraw(SmtpAnswer begun, boolean isWanted) {
        if (isLost || begun.code() == 421) {
            return;
        }
        try {
            isUsable = isWanted
                    ? connection.ask(".").code() != 421
                    : connection.ask("RSET").isDone();
        } catch (IOException e) {
            isUsable = false; // what it has said of the message holds
        }
    }

    // RFC 2033 §4.2: a reply for each recipient that was accepted.
    private List<SendResult> each(List<SmtpAnswer> answers, SmtpAnswer first) {
        List<SendResult> results = new ArrayList<>();
        @Nullable SmtpAnswer next = first;
        @Nullable SendResult lost = null;
        for (SmtpAnswer answer : answers) {
            if (!answer.isDone()) {
                results.add(result(answer));
                continue;
            }
            if (next == null && lost == null) {
                try {
                    next = connection.answer();
                } catch (IOException e) {
                    // Those whom it has told that they have it must not get it again.
                    lost = SendResult.later("4.4.2", "the server " + peer + " has not told of all: " + e.getMessage());
                }
            }
            results.add(lost != null ? lost : result(Objects.requireNonNull(next)));
            next = null;
        }
        isUsable = lost == null;
        return results;
    }

    /** Why this server can't take the message; null if it can. */
    private @Nullable SendResult impossible(SmtpMail mail, MailContent.Traits traits) {
        // RFC 6531 §3.2: what needs SMTPUTF8 is not sent to a server without.
        if (needsUtf8(mail, traits) && !connection.offers("SMTPUTF8")) {
            return SendResult.never("5.6.7", "the server " + peer + " does not take mail in UTF-8");
        }
        // RFC 3030 §3
        if (mail.parameters().body() == Body.BINARY_MIME && traits.isBinary()) {
            return SendResult.never("5.6.1", "the message is binary, and can't be sent so");
        }
        // RFC 1870 §6.1
        String limit = connection.parameter("SIZE");
        if (limit.matches("\\d{1,18}")
                && Long.parseLong(limit) > 0
                && mail.content().size() > Long.parseLong(limit)) {
            return SendResult.never("5.3.4", "the server " + peer + " takes messages of " + limit + " octets at most");
        }
        return null;
    }

    private static boolean needsUtf8(SmtpMail mail, MailContent.Traits traits) {
        return !mail.sender().isAscii()
                || mail.recipients().stream().anyMatch(each -> !each.address().isAscii())
                || (mail.parameters().utf8() && traits.isHeaderEightBit());
    }

    private String begin(SmtpMail mail, MailContent.Traits traits) {
        StringBuilder command =
                new StringBuilder("MAIL FROM:<").append(mail.sender()).append('>');
        MailParameters said = mail.parameters();
        if (connection.offers("SIZE")) {
            command.append(" SIZE=").append(mail.content().size());
        }
        if (traits.isEightBit() && connection.offers("8BITMIME")) {
            command.append(" BODY=8BITMIME");
        }
        if (needsUtf8(mail, traits)) {
            command.append(" SMTPUTF8");
        }
        if (connection.offers("DSN")) {
            command.append(
                    switch (said.returned()) {
                        case UNSPECIFIED -> "";
                        case FULL -> " RET=FULL";
                        case HEADERS -> " RET=HDRS";
                    });
            if (!said.envelopeId().isEmpty()) {
                command.append(" ENVID=").append(Xtext.encode(said.envelopeId()));
            }
        }
        SmtpMail.DeliverBy by = mail.deliverBy();
        if (by != null && connection.offers("DELIVERBY")) {
            long seconds = Duration.between(clock.instant(), by.when()).toSeconds();
            // RFC 2852 §4: for return, what is left is above zero; the caller gives up before that.
            command.append(" BY=").append(Math.max(by.isReturned() ? 1 : seconds, seconds));
            command.append(by.isReturned() ? ";R" : ";N");
        }
        return command.toString();
    }

    private String command(SmtpMail.Recipient recipient) {
        EnvelopeAddress address = recipient.address();
        StringBuilder command = new StringBuilder("RCPT TO:<").append(address).append('>');
        RecipientParameters said = recipient.parameters();
        if (connection.offers("DSN")) {
            if (said.notifyGiven()) {
                command.append(" NOTIFY=").append(said.reports().isEmpty() ? "NEVER" : words(said));
            }
            if (!said.originalType().isEmpty()) {
                command.append(" ORCPT=")
                        .append(said.originalType())
                        .append(';')
                        .append(Xtext.encode(said.original()));
            }
        }
        return command.toString();
    }

    private static String words(RecipientParameters said) {
        return said.reports().stream().map(Enum::name).sorted().collect(Collectors.joining(","));
    }

    private SendResult result(SmtpAnswer answer) {
        return answer.isDone() ? new SendResult.Sent(answer.text(), connection.offers("DSN")) : failure(answer);
    }

    private SendResult failure(SmtpAnswer answer) {
        return answer.isRefusal()
                ? new SendResult.Failed(answer.isFinal(), answer.status(), peer.host(), answer.text())
                : SendResult.later("4.5.0", "the server " + peer + " says neither yes nor no: " + answer.text());
    }
}
