package org.jdbmail.sieve.action;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jdbmail.sieve.host.DeliveryFacts;
import org.jdbmail.sieve.message.Address;
import org.jdbmail.sieve.message.Field;
import org.jdbmail.sieve.run.Run;
import org.jspecify.annotations.Nullable;

/** Tells whom an automatic answer must not go to (RFC 3834 §2, RFC 5230 §4.5, §4.6), and why. */
final class AutomaticMail {
    private static final List<String> LIST_FIELDS = List.of(
            "list-id", "list-owner", "list-subscribe", "list-post", "list-unsubscribe", "list-help", "list-archive");
    private static final List<String> RECIPIENT_FIELDS =
            List.of("to", "cc", "bcc", "resent-to", "resent-cc", "resent-bcc");

    private AutomaticMail() {}

    /** Why nobody is answered; null if nothing speaks against it. */
    static @Nullable String reason(Run run, List<String> ownAddresses) {
        String sender = run.delivery().sender();
        if (sender.isEmpty()) {
            return "the message has no sender";
        }
        if (run.delivery().isOwn(sender) || has(ownAddresses, sender)) {
            return "the message is from yourself";
        }
        if (isSystem(sender)) {
            return "<" + sender + "> is a program";
        }
        for (String field : LIST_FIELDS) {
            if (!run.mail().named(field).isEmpty()) {
                return "the message is from a mailing list, as its field '" + field + "' says";
            }
        }
        return marked(run);
    }

    private static @Nullable String marked(Run run) {
        for (Field field : run.mail().named("auto-submitted")) {
            // RFC 3834 §5: a word, then perhaps parameters and comments.
            if (!word(field).equals("no")) {
                return "the message was sent by a program, as its field 'Auto-Submitted' says";
            }
        }
        for (Field field : run.mail().named("precedence")) {
            switch (word(field)) {
                case "junk", "bulk", "list" -> {
                    return "the message was sent to many, as its field 'Precedence' says";
                }
                default -> {
                    // Of no importance here.
                }
            }
        }
        for (Field field : run.mail().named("x-auto-response-suppress")) {
            for (String word : field.text().toLowerCase(Locale.ROOT).split("[,\\s]+")) {
                if (word.equals("all") || word.equals("oof")) {
                    return "the sender wants no automatic answer, as the field 'X-Auto-Response-Suppress' says";
                }
            }
        }
        return null;
    }

    private static String word(Field field) {
        String text = field.text().toLowerCase(Locale.ROOT);
        int end = 0;
        while (end < text.length() && text.charAt(end) > ' ' && ";(".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return text.substring(0, end);
    }

    private static boolean isSystem(String address) {
        String local = address.toLowerCase(Locale.ROOT);
        int at = local.lastIndexOf('@');
        local = at < 0 ? local : local.substring(0, at);
        return local.equals("mailer-daemon")
                || local.equals("listserv")
                || local.equals("majordomo")
                || local.contains("-request")
                || local.startsWith("owner-");
    }

    /** The first of the owner's addresses that the message names as its recipient; null if it names none. */
    static @Nullable Address named(Run run, List<String> ownAddresses) {
        DeliveryFacts delivery = run.delivery();
        List<Address> found = new ArrayList<>();
        for (String name : RECIPIENT_FIELDS) {
            for (Field field : run.mail().named(name)) {
                for (Address address : field.addresses()) {
                    run.spend(1);
                    if (address.local() != null
                            && (delivery.isOwn(address.all()) || has(ownAddresses, address.all()))) {
                        found.add(address);
                    }
                }
            }
        }
        return found.stream()
                .filter(address -> address.all().equalsIgnoreCase(delivery.recipient()))
                .findFirst()
                .orElse(found.isEmpty() ? null : found.getFirst());
    }

    private static boolean has(List<String> addresses, String wanted) {
        return addresses.stream().anyMatch(wanted::equalsIgnoreCase);
    }
}
