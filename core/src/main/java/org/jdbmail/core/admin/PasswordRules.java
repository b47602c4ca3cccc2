package org.jdbmail.core.admin;

import org.jdbmail.core.directory.NewPassword;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.password.Password;
import org.jdbmail.core.password.PasswordScheme;
import org.jdbmail.core.password.Passwords;

/**
 * How new passwords must be, and how they are stored.
 *
 * @param scheme how they are stored
 * @param keys whether SCRAM is to work for them
 * @param least the fewest characters that one has
 */
public record PasswordRules(PasswordScheme scheme, boolean keys, int least) {
    /** Below so many characters everything can be tried (NIST SP 800-63B §3.1.1.2). */
    public static final int USUAL_LEAST = 8;

    /**
     * Makes a password ready to be stored; takes a while, so never inside of a transaction.
     *
     * @param login whose it is: a password that is the login itself is none
     * @throws Refusal INVALID if it is too short or too long
     */
    public NewPassword make(String text, String login) {
        Password password = Password.of(text);
        if (text.codePointCount(0, text.length()) < least) {
            throw new Refusal(Reason.INVALID, "a password has at least " + least + " characters");
        }
        if (password.isTooLong()) {
            throw new Refusal(Reason.INVALID, "a password has at most " + Password.MAX_OCTETS + " octets");
        }
        int at = login.indexOf('@');
        if (text.equalsIgnoreCase(login) || at > 0 && text.equalsIgnoreCase(login.substring(0, at))) {
            throw new Refusal(Reason.INVALID, "a password that is the name itself is none");
        }
        if (text.chars().distinct().count() < 3) {
            throw new Refusal(Reason.INVALID, "a password of one or two characters over and over is none");
        }
        return NewPassword.of(new Passwords(), password, scheme, keys);
    }
}
