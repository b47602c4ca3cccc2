package org.jdbmail.core.parts;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbmail.mime.charset.Texts;
import org.jdbmail.mime.field.AddressParser;
import org.jdbmail.mime.field.BaseSubject;
import org.jdbmail.mime.field.FieldValue;
import org.jdbmail.mime.field.HeaderText;
import org.jdbmail.mime.field.KnownField;
import org.jdbmail.mime.field.MailAddress;
import org.jdbmail.mime.field.MailDate;
import org.jdbmail.mime.listing.ImapEnvelope;
import org.jdbmail.mime.structure.HeaderIndex;
import org.jdbmail.mime.structure.MimePart;
import org.jspecify.annotations.Nullable;

/**
 * What DBMail keeps beside the parts of a message, for its own listings, sorting and searching: decoded header values,
 * message ids of the thread, and the ENVELOPE.
 *
 * @param values rows for {@code dbmail_headervalue} and {@code dbmail_header}, no two alike
 * @param references ids without brackets for {@code dbmail_referencesfield}, at most 255 characters each
 * @param envelope {@code dbmail_envelope.envelope}
 */
public record HeaderCache(Set<Value> values, Set<String> references, String envelope) {
    /** The names of the fields that are cached: DBMail's, unless it is told to cache all. */
    public static final List<String> NAMES = List.of(
            "from",
            "to",
            "cc",
            "bcc",
            "date",
            "subject",
            "content-type",
            "content-disposition",
            "references",
            "in-reply-to",
            "reply-to",
            "return-path");

    /** Columns that DBMail limits: {@code sortfield} in bytes, references in characters. */
    private static final int SORT_BYTES = 254;

    private static final int REFERENCE_LENGTH = 255;

    private static final DateTimeFormatter SORT_DATE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT);
    private static final Pattern ID = Pattern.compile("<([^<>\\s]{1,998})>");

    /**
     * One value of one header.
     *
     * @param name the header's name in lower case
     * @param text the decoded value
     * @param sort what {@code sortfield} holds
     * @param day {@code datefield} as {@code yyyy-mm-dd}, of a Date header only
     */
    public record Value(
            String name, String text, String sort, @Nullable String day) {}

    /**
     * The rows of a message.
     *
     * @param root the message's structure
     * @param received the date that stands in for a missing Date header
     */
    public static HeaderCache of(MimePart root, OffsetDateTime received) {
        HeaderIndex header = root.header();
        Set<Value> values = new LinkedHashSet<>();
        for (KnownField field : List.of(
                KnownField.RETURN_PATH,
                KnownField.REPLY_TO,
                KnownField.BCC,
                KnownField.CC,
                KnownField.TO,
                KnownField.FROM)) {
            for (FieldValue value : header.all(field)) {
                addresses(values, name(field), AddressParser.parse(List.of(value)));
            }
        }
        for (KnownField field :
                List.of(KnownField.IN_REPLY_TO, KnownField.REFERENCES, KnownField.CONTENT_DISPOSITION)) {
            for (FieldValue value : header.all(field)) {
                text(values, name(field), HeaderText.decode(value));
            }
        }
        for (FieldValue value : header.all(KnownField.SUBJECT)) {
            String subject = HeaderText.decode(value).strip();
            if (!subject.isEmpty()) {
                String sort = BaseSubject.of(subject).toLowerCase(Locale.ROOT);
                values.add(new Value("subject", subject, cut(sort, SORT_BYTES), null));
            }
        }
        date(values, header.first(KnownField.DATE), received);
        String type = root.contentType().type() + "/" + root.contentType().subtype();
        text(values, "content-type", type);
        return new HeaderCache(values, references(header), envelope(header));
    }

    private static String name(KnownField field) {
        return field.fieldName().toLowerCase(Locale.ROOT);
    }

    private static void text(Set<Value> values, String name, String decoded) {
        String text = decoded.strip();
        if (!text.isEmpty()) {
            values.add(new Value(name, text, cut(text, SORT_BYTES), null));
        }
    }

    private static void date(Set<Value> values, @Nullable FieldValue value, OffsetDateTime received) {
        OffsetDateTime parsed = MailDate.parse(value);
        OffsetDateTime date = parsed == null ? received.withOffsetSameInstant(ZoneOffset.UTC) : parsed;
        String text = value == null ? "" : HeaderText.decode(value).strip();
        if (text.isEmpty()) {
            text = DateTimeFormatter.RFC_1123_DATE_TIME.format(date);
        }
        values.add(new Value("date", text, SORT_DATE.format(date), DAY.format(date)));
    }

    private static void addresses(Set<Value> values, String name, List<MailAddress> addresses) {
        if (addresses.isEmpty()) {
            return;
        }
        StringBuilder text = new StringBuilder();
        String sort = decode(addresses.getFirst().mailbox());
        boolean first = true;
        for (MailAddress address : addresses) {
            if (address.isGroupEnd()) {
                text.append(';');
                continue;
            }
            if (!first) {
                text.append(", ");
            }
            first = address.isGroupStart();
            if (address.isGroupStart()) {
                text.append(decode(address.mailbox())).append(": ");
            } else {
                text.append(phrase(decode(address.name()))).append(" <").append(decode(address.mailbox()));
                if (!AddressParser.MISSING_DOMAIN.equals(address.host())) {
                    text.append('@').append(decode(address.host()));
                }
                text.append('>');
            }
        }
        values.add(new Value(name, text.toString(), cut(sort, SORT_BYTES), null));
    }

    /** RFC 5322 §3.2.5: what is no row of atoms is quoted. */
    private static String phrase(String name) {
        for (int i = 0; i < name.length(); i++) {
            if ("()<>[]:;@\\,.\"".indexOf(name.charAt(i)) >= 0) {
                return '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
            }
        }
        return name;
    }

    private static String decode(@Nullable String bytes) {
        return bytes == null ? "" : HeaderText.decode(bytes);
    }

    /** Only where there is a References field, as DBMail has it; then with In-Reply-To. */
    private static Set<String> references(HeaderIndex header) {
        Set<String> ids = new LinkedHashSet<>();
        List<FieldValue> fields = new ArrayList<>(header.all(KnownField.REFERENCES));
        if (!fields.isEmpty()) {
            fields.addAll(header.all(KnownField.IN_REPLY_TO));
            for (FieldValue field : fields) {
                Matcher id = ID.matcher(HeaderText.decode(field));
                while (id.find()) {
                    String found = id.group(1);
                    ids.add(Texts.cut(found, REFERENCE_LENGTH));
                }
            }
        }
        return ids;
    }

    /** DBMail hands this to its clients as it is; a text column takes no NUL and only whole characters. */
    private static String envelope(HeaderIndex header) {
        byte[] bytes = ImapEnvelope.of(header);
        String utf8 = new String(bytes, StandardCharsets.UTF_8);
        boolean whole = utf8.indexOf('\ufffd') < 0;
        // Byte for byte, so that the lengths of literals stay true.
        String text = whole ? utf8 : new String(bytes, StandardCharsets.ISO_8859_1).replaceAll("[\u0080-\u00ff]", "?");
        return text.replace('\0', '?');
    }

    /** At most so many bytes of UTF-8, whole characters only. */
    private static String cut(String text, int bytes) {
        int length = 0;
        int i = 0;
        while (i < text.length()) {
            int character = text.codePointAt(i);
            length += character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
            if (length > bytes) {
                break;
            }
            i += Character.charCount(character);
        }
        return text.substring(0, i);
    }
}
