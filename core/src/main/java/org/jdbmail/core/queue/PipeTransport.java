package org.jdbmail.core.queue;

import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jdbmail.core.smtp.client.MailContent;
import org.jdbmail.core.smtp.client.SendResult;
import org.jdbmail.core.store.MailTarget;
import org.jdbmail.core.store.QueuedMail;
import org.jdbmail.core.store.QueuedRecipient;

/**
 * Gives mail to the programs that {@code dbmail_aliases} names: {@code |command} gets the message, {@code !command} a line of mbox before it.
 * It is where a message ends, so that it has its Return-Path. Files that the aliases of this machine name are written by a program, too, so that they are as those are
 * another user's.
 *
 * @param program how programs are run
 * @param clock for mbox's line
 */
public record PipeTransport(Program program, InstantSource clock) implements Transport {
    private static final DateTimeFormatter MBOX = DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /**
     * Appends to a file in the form of mbox, whole or not at all, and not beside somebody else who locks it; into a folder in the form of Maildir. A device such as {@code /dev/null}
     * is just written to. $1 is the place.
     */
    private static final String TO_FILE = """
            umask 077
            case "$1" in
            */)
              name="$(date +%s).$$.$(hostname)"
              mkdir -p "$1tmp" "$1new" "$1cur" && IFS= read -r first && cat > "$1tmp/$name" \\
                && ln "$1tmp/$name" "$1new/$name" && rm "$1tmp/$name" || exit 75
              ;;
            *)
              if [ -e "$1" ] && [ ! -f "$1" ]; then exec cat > "$1"; fi
              true >> "$1" || exit 75
              exec 9>> "$1"
              flock -w 60 9 || exit 75
              size=$(stat -c %s "$1") || exit 75
              { IFS= read -r first && printf '%s\\n' "$first" && LC_ALL=C sed 's/^From />From /' && echo; } >&9 \\
                || { truncate -s "$size" "$1"; exit 75; }
              ;;
            esac
            """;

    @Override
    public List<SendResult> send(QueuedMail mail, MailContent content) {
        return mail.recipients().stream().map(each -> send(mail, each, content)).toList();
    }

    private SendResult send(QueuedMail mail, QueuedRecipient recipient, MailContent content) {
        String sender = mail.sender().isNull() ? "MAILER-DAEMON" : mail.sender().plain();
        String from = "From " + sender.replace(' ', '-') + " " + MBOX.format(clock.instant()) + "\n";
        try {
            return switch (recipient.target()) {
                case MailTarget.Command(String command) ->
                    run(
                            program.words(command.substring(1)),
                            command.startsWith("!") ? from : "",
                            mail,
                            recipient,
                            content);
                case MailTarget.File(String path) ->
                    run(List.of("/bin/sh", "-c", TO_FILE, "sh", path), from, mail, recipient, content);
                case MailTarget.Address address ->
                    SendResult.later("4.3.5", "<" + address + "> is neither a program nor a file");
            };
        } catch (IllegalArgumentException e) {
            return SendResult.later("4.3.5", "the command is not understood: " + e.getMessage());
        }
    }

    private SendResult run(
            List<String> words, String first, QueuedMail mail, QueuedRecipient recipient, MailContent content) {
        return program.run(
                words,
                first,
                content,
                Map.of(
                        "SENDER",
                        mail.sender().plain(),
                        "ORIGINAL_RECIPIENT",
                        recipient.parameters().original()));
    }
}
