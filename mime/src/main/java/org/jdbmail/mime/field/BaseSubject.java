package org.jdbmail.mime.field;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jdbmail.mime.charset.Texts;

/** The base subject of a message (RFC 5256 §2.1), by which subjects are sorted and threads told apart. */
public final class BaseSubject {
    private static final Pattern SPACE = Pattern.compile("[ \\t\\r\\n]+");

    /** {@code subj-trailer} (RFC 5256 §5). */
    private static final Pattern TRAILER = Pattern.compile("(?:\\(fwd\\)|\\s)+$", Pattern.CASE_INSENSITIVE);

    /** {@code subj-leader}: any number of blobs and one reply mark, or white space. */
    private static final Pattern LEADER = Pattern.compile(
            "^(?:(?:\\[[^\\[\\]]*+\\]\\s*+)*+(?:re|fwd?)\\s*+(?:\\[[^\\[\\]]*+\\]\\s*+)?+:|\\s)",
            Pattern.CASE_INSENSITIVE);

    /** {@code subj-blob}: a word in square brackets, as mailing lists put it there. */
    private static final Pattern BLOB = Pattern.compile("^\\[[^\\[\\]]*+\\]\\s*+");

    /** Longer subjects are cut before they are looked at, so that many marks cost little. */
    private static final int LONGEST = 1_000;

    private BaseSubject() {}

    /** The base subject of a decoded subject, in upper and lower case as it was. */
    public static String of(String decoded) {
        String text = SPACE.matcher(Texts.cut(decoded, LONGEST)).replaceAll(" ").strip();
        while (true) {
            String before = text;
            text = TRAILER.matcher(text).replaceFirst("");
            text = LEADER.matcher(text).replaceFirst("");
            String withoutBlob = BLOB.matcher(text).replaceFirst("");
            if (!withoutBlob.isEmpty()) {
                text = withoutBlob;
            }
            if (text.toLowerCase(Locale.ROOT).startsWith("[fwd:") && text.endsWith("]")) {
                text = text.substring(5, text.length() - 1);
            }
            if (text.equals(before)) {
                return text.strip();
            }
        }
    }
}
