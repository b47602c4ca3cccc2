package org.jdbmail.sieve.test;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jdbmail.sieve.compile.Arguments;
import org.jdbmail.sieve.compile.InvalidScript;
import org.jdbmail.sieve.run.Text;
import org.jspecify.annotations.Nullable;

/** Names of header fields as arguments. */
final class FieldNames {
    /** Fields that hold addresses, of standards and of programs. */
    private static final Set<String> WITH_ADDRESSES = Set.of(
            "from",
            "to",
            "cc",
            "bcc",
            "sender",
            "reply-to",
            "resent-from",
            "resent-to",
            "resent-cc",
            "resent-bcc",
            "resent-sender",
            "resent-reply-to",
            "return-path",
            "delivered-to",
            "x-original-to",
            "envelope-to",
            "x-envelope-to",
            "x-delivered-to",
            "errors-to",
            "disposition-notification-to",
            "return-receipt-to",
            "approved",
            "mail-followup-to",
            "mail-reply-to",
            "original-from",
            "original-sender",
            "x-original-from",
            "x-original-sender",
            "x-beenthere",
            "x-loop",
            "abuse-reports-to",
            "x-complaints-to",
            "x-forwarded-to",
            "x-forwarded-for",
            "x-resent-to",
            "x-rcpt-to",
            "apparently-to",
            "x-apparently-to",
            "original-recipient",
            "final-recipient",
            "x-failed-recipients",
            "followup-to",
            "x-envelope-from",
            "x-sender",
            "x-from",
            "author",
            "list-owner",
            "list-post",
            "x-mailing-list",
            "x-google-original-from");

    private FieldNames() {}

    /** Takes them. */
    static List<Text> of(Arguments arguments) throws InvalidScript {
        // RFC 5228 §2.4.2.2: such a field is in no message.
        return arguments.strings("the names of header fields", name -> {
            String wrong = wrong(name);
            if (wrong != null) {
                arguments.warning(arguments.at(), wrong);
            }
            return null;
        });
    }

    /** Takes those of fields with addresses (RFC 5228 §5.1). */
    static List<Text> ofAddresses(Arguments arguments) throws InvalidScript {
        return arguments.strings("the names of header fields", name -> {
            String wrong = wrong(name);
            return wrong != null || WITH_ADDRESSES.contains(name.toLowerCase(Locale.ROOT))
                    ? wrong
                    : "the field '" + name + "' holds no addresses; 'header' can look into it";
        });
    }

    /** RFC 5322 §2.2. */
    static @Nullable String wrong(String name) {
        return isName(name) ? null : "'" + name + "' can't be the name of a header field";
    }

    static boolean isName(String name) {
        return !name.isEmpty() && name.chars().allMatch(c -> c > ' ' && c < 127 && c != ':');
    }
}
