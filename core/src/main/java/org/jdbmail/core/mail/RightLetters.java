package org.jdbmail.core.mail;

import java.util.Optional;

/**
 * Rights as they are written: the letters of RFC 4314 §2.1, and the two of RFC 2086 that stand for several of them (§2.1.1):
 * {@code c} for {@code k}, and {@code d} for {@code x}, {@code t} and {@code e}, as DBMail has it.
 */
public final class RightLetters {
    private static final Rights CREATING = Rights.of(Right.CREATE);
    private static final Rights DELETING = Rights.of(Right.DELETE, Right.DELETED, Right.EXPUNGE);

    private RightLetters() {}

    /** The rights that letters stand for; empty if one of them stands for none. */
    public static Optional<Rights> parse(String letters) {
        Rights rights = Rights.NONE;
        for (int i = 0; i < letters.length(); i++) {
            Rights one = one(letters.charAt(i));
            if (one.equals(Rights.NONE)) {
                return Optional.empty();
            }
            rights = rights.plus(one);
        }
        return Optional.of(rights);
    }

    private static Rights one(char letter) {
        if (letter == 'c') {
            return CREATING;
        }
        if (letter == 'd') {
            return DELETING;
        }
        for (Right right : Right.values()) {
            if (right.letter() == letter) {
                return Rights.of(right);
            }
        }
        return Rights.NONE;
    }

    /** The letters of rights, with those of RFC 2086 where one of their members is among them. */
    public static String of(Rights rights) {
        return rights.letters() + (hasAny(rights, CREATING) ? "c" : "") + (hasAny(rights, DELETING) ? "d" : "");
    }

    private static boolean hasAny(Rights rights, Rights members) {
        return !rights.minus(members).equals(rights);
    }
}
