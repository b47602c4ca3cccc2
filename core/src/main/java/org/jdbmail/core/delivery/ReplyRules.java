package org.jdbmail.core.delivery;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.mime.field.MailAddress;
import org.jdbmail.mime.structure.HeaderField;

/**
 * Which mail is never answered by a program (RFC 3834 §2, and what has shown itself since): whatever a program or a mailing list has written,
 * and whatever was not addressed to who would answer.
 */
public final class ReplyRules {
    private static final Set<String> LIST_FIELDS = Set.of(
            "list-id",
            "list-owner",
            "list-subscribe",
            "list-post",
            "list-unsubscribe",
            "list-help",
            "list-archive",
            "x-dbmail-reply",
            "x-dbmail-vacation");

    private static final List<String> ADDRESS_FIELDS =
            List.of("To", "Cc", "Bcc", "Resent-To", "Resent-Cc", "Resent-Bcc");

    private static final Set<String> SYSTEMS =
            Set.of("mailer-daemon", "daemon", "postmaster", "listserv", "majordomo", "noreply", "no-reply", "root");

    private ReplyRules() {}

    /**
     * Why a message is not answered; empty if it may be.
     *
     * @param own the addresses of who would answer: one of them must stand in the header
     */
    public static Optional<String> whyNot(
            EnvelopeAddress sender, MessageBytes message, Collection<EnvelopeAddress> own) {
        if (sender.isNull() || sender.localPart().isEmpty()) {
            return Optional.of("it has no sender");
        }
        if (own.stream().anyMatch(each -> same(each.plain(), sender.plain()))) {
            return Optional.of("it comes from the account itself");
        }
        if (isSystem(sender)) {
            return Optional.of("its sender is a program");
        }
        boolean isAddressed = false;
        for (HeaderField field : HeaderField.list(message)) {
            String name = field.name().toLowerCase(Locale.ROOT);
            if (LIST_FIELDS.contains(name)) {
                return Optional.of("it comes from a list");
            }
            if (isAutomatic(field)) {
                return Optional.of("a program has written it");
            }
            isAddressed |= ADDRESS_FIELDS.stream().anyMatch(field::is)
                    && field.addresses().stream()
                            .map(MailAddress::address)
                            .anyMatch(to -> to != null && own.stream().anyMatch(each -> same(each.plain(), to)));
        }
        return isAddressed ? Optional.empty() : Optional.of("it was not addressed to the account");
    }

    private static boolean isAutomatic(HeaderField field) {
        String value = field.text().strip().toLowerCase(Locale.ROOT);
        if (field.is("Auto-Submitted")) {
            // RFC 3834 §5.1: only the keyword counts.
            String keyword = value.split("[;(\\s]", 2)[0];
            return !keyword.equals("no");
        }
        if (field.is("Precedence")) {
            return value.equals("bulk") || value.equals("list") || value.equals("junk");
        }
        return field.is("X-Auto-Response-Suppress") && (value.contains("all") || value.contains("oof"));
    }

    private static boolean isSystem(EnvelopeAddress sender) {
        String local = sender.localPart().toLowerCase(Locale.ROOT);
        return SYSTEMS.contains(local)
                || local.startsWith("owner-")
                || local.endsWith("-request")
                || local.endsWith("-owner")
                || local.endsWith("-bounces");
    }

    private static boolean same(String one, String other) {
        return one.equalsIgnoreCase(other);
    }
}
