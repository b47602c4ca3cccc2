package org.jdbmail.core.mail;

/**
 * An immutable set of {@link Right rights}.
 *
 * @param bits one bit for each right, see {@link Right}
 */
public record Rights(int bits) {
    /** No right. */
    public static final Rights NONE = new Rights(0);

    /** All rights, as an owner has. */
    public static final Rights ALL = of(Right.values());

    /** The set of those rights. */
    public static Rights of(Right... rights) {
        int bits = 0;
        for (Right right : rights) {
            bits |= right.bit();
        }
        return new Rights(bits);
    }

    /** Whether the set holds that right. */
    public boolean has(Right right) {
        return (bits & right.bit()) != 0;
    }

    /** These rights and those. */
    public Rights plus(Rights other) {
        return new Rights(bits | other.bits);
    }

    /** These rights without those. */
    public Rights minus(Rights other) {
        return new Rights(bits & ~other.bits);
    }

    /** The letters of RFC 4314 §2.1, in its order. */
    public String letters() {
        StringBuilder letters = new StringBuilder();
        for (Right right : Right.values()) {
            if (has(right)) {
                letters.append(right.letter());
            }
        }
        return letters.toString();
    }
}
