package org.jdbmail.mime.field;

/**
 * The base subject of a message (RFC 5256 §2.1), by which subjects are sorted and threads told apart. Takes linear time:
 * nothing is looked at again unless something before it was taken away.
 */
public final class BaseSubject {
    private static final String FORWARDED = "(fwd)";
    private static final String WRAPPED = "[fwd:";

    private final String text;
    /** What is left of the text. */
    private int start;

    private int end;
    private boolean isReply;

    private BaseSubject(String text) {
        this.text = text;
        this.end = text.length();
    }

    /**
     * What a subject is made of.
     *
     * @param text the base subject, in upper and lower case as it was
     * @param isReply whether the message is a reply or a forwarded one: marks of that were taken away
     */
    public record Parts(String text, boolean isReply) {}

    /** The base subject of a decoded subject. */
    public static String of(String decoded) {
        return parts(decoded).text;
    }

    /** The base subject of a decoded subject, and whether it was a reply's. */
    public static Parts parts(String decoded) {
        BaseSubject subject = new BaseSubject(onSingleSpaces(decoded));
        do {
            subject.dropTrailers();
            subject.dropLeaders();
        } while (subject.unwrap());
        return new Parts(subject.text.substring(subject.start, subject.end), subject.isReply);
    }

    /** Step 1. */
    private static String onSingleSpaces(String decoded) {
        StringBuilder out = new StringBuilder(decoded.length());
        for (int i = 0; i < decoded.length(); i++) {
            char c = decoded.charAt(i);
            boolean space = c == ' ' || c == '\t' || c == '\r' || c == '\n';
            if (!space) {
                out.append(c);
            } else if (out.isEmpty() || out.charAt(out.length() - 1) != ' ') {
                out.append(' ');
            }
        }
        return out.toString();
    }

    /** Step 2: {@code subj-trailer = "(fwd)" / WSP}. */
    private void dropTrailers() {
        while (end > start) {
            int length = FORWARDED.length();
            if (text.charAt(end - 1) == ' ') {
                end--;
            } else if (end - start >= length && text.regionMatches(true, end - length, FORWARDED, 0, length)) {
                end -= length;
                isReply = true;
            } else {
                return;
            }
        }
    }

    /** Steps 3 to 5: {@code subj-leader = (*subj-blob subj-refwd) / WSP}, and blobs with something behind them. */
    private void dropLeaders() {
        while (true) {
            start = afterSpaces(start);
            int blobs = start;
            int last = start;
            for (int next = afterBlob(blobs); next > blobs; next = afterBlob(blobs)) {
                last = blobs;
                blobs = next;
            }
            int mark = afterMark(blobs);
            if (mark > blobs) {
                start = mark;
                isReply = true;
                continue;
            }
            // The last of them is the subject where nothing is behind it.
            start = blobs < end ? blobs : last;
            return;
        }
    }

    /** Step 6. */
    private boolean unwrap() {
        int length = WRAPPED.length();
        if (end - start > length
                && text.charAt(end - 1) == ']'
                && text.regionMatches(true, start, WRAPPED, 0, length)) {
            start += length;
            end--;
            isReply = true;
            return true;
        }
        return false;
    }

    private int afterSpaces(int from) {
        int at = from;
        while (at < end && text.charAt(at) == ' ') {
            at++;
        }
        return at;
    }

    /** {@code subj-blob = "[" *BLOBCHAR "]" *WSP}; the same place if there is none. */
    private int afterBlob(int from) {
        if (from >= end || text.charAt(from) != '[') {
            return from;
        }
        for (int at = from + 1; at < end; at++) {
            char c = text.charAt(at);
            if (c == ']') {
                return afterSpaces(at + 1);
            }
            if (c == '[') {
                break;
            }
        }
        return from;
    }

    /** {@code subj-refwd = ("re" / ("fw" ["d"])) *WSP [subj-blob] ":"}; the same place if there is none. */
    private int afterMark(int from) {
        int word = text.regionMatches(true, from, "re", 0, 2)
                ? 2
                : text.regionMatches(true, from, "fwd", 0, 3) ? 3 : text.regionMatches(true, from, "fw", 0, 2) ? 2 : 0;
        if (word == 0 || from + word > end) {
            return from;
        }
        int colon = afterBlob(afterSpaces(from + word));
        return colon < end && text.charAt(colon) == ':' ? colon + 1 : from;
    }
}
