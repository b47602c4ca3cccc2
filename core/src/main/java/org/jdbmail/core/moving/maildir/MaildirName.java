package org.jdbmail.core.moving.maildir;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jdbmail.core.mail.Flag;
import org.jdbmail.core.mail.FlagSet;

/**
 * The name of a file with a message: a base that stays, and behind {@code :2,} its flags (cr.yp.to/proto/maildir.html). Dovecot's
 * letters from {@code a} to {@code z} stand for keywords.
 */
final class MaildirName {
    /** How many keywords have a letter. */
    static final int LETTERS = 26;

    private static final Map<Character, Flag> FLAGS =
            Map.of('D', Flag.DRAFT, 'F', Flag.FLAGGED, 'R', Flag.ANSWERED, 'S', Flag.SEEN, 'T', Flag.DELETED);

    /** What mail programs have as a keyword, and Maildir as a flag. */
    private static final String FORWARDED = "$Forwarded";

    private MaildirName() {}

    /** The part that stays. Where a colon can't be in names, other characters stand for it. */
    static String base(String name) {
        int info = info(name);
        return info < 0 ? name : name.substring(0, info);
    }

    private static int info(String name) {
        int comma = name.lastIndexOf("2,");
        return comma > 0 && ":;!".indexOf(name.charAt(comma - 1)) >= 0 ? comma - 1 : -1;
    }

    /** The flags of a file. */
    static FlagSet flags(String name, List<String> keywords) {
        int info = info(name);
        int bits = 0;
        Set<String> words = new TreeSet<>();
        for (int i = info < 0 ? name.length() : info + 3; i < name.length(); i++) {
            char letter = name.charAt(i);
            Flag flag = FLAGS.get(letter);
            if (flag != null) {
                bits |= flag.bit();
            } else if (letter == 'P') {
                words.add(FORWARDED);
            } else if (letter >= 'a' && letter - 'a' < keywords.size()) {
                String keyword = keywords.get(letter - 'a');
                if (FlagSet.isKeyword(keyword)) {
                    words.add(keyword);
                }
            }
        }
        return FlagSet.of(bits, words);
    }

    /** The flags as they stand in a name, in the order that Maildir asks for. */
    static String letters(FlagSet flags, List<String> keywords) {
        List<Character> letters = new ArrayList<>();
        FLAGS.forEach((letter, flag) -> {
            if (flags.has(flag)) {
                letters.add(letter);
            }
        });
        for (String keyword : flags.keywords()) {
            int number = keywords.indexOf(keyword);
            if (number >= 0 && number < LETTERS) {
                letters.add((char) ('a' + number));
            }
        }
        StringBuilder text = new StringBuilder(letters.size());
        letters.stream().sorted().forEach(text::append);
        return text.toString();
    }
}
