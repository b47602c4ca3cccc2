package org.jdbmail.core.password;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.Crypt;
import org.apache.commons.codec.digest.Md5Crypt;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/** The forms of crypt(3): DES, {@code $1$}, {@code $5$}, {@code $6$}, and bcrypt. */
final class UnixCrypt {
    private static final String SALT_CHARACTERS = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /** Two characters of salt and eleven of hash. */
    private static final Pattern DES = Pattern.compile("[./0-9A-Za-z]{13}");

    private static final Pattern BCRYPT = Pattern.compile("\\$2[aby]\\$([0-9]{2})\\$[./0-9A-Za-z]{53}");
    private static final Pattern SHA_ROUNDS = Pattern.compile("\\$[56]\\$rounds=([0-9]{1,9})\\$.*");

    /** What a stored form may cost at most: about two seconds of one core. */
    private static final int MAX_BCRYPT_COST = 15;

    private static final int MAX_SHA_ROUNDS = 2_000_000;
    private static final int BCRYPT_COST = 10;

    /** bcrypt looks at no more than this. */
    private static final int BCRYPT_OCTETS = 72;

    private UnixCrypt() {}

    /** Whether a stored form is one that a password can be compared with; Debian's yescrypt ({@code $y$}) is none. */
    static boolean isKnown(String stored) {
        return DES.matcher(stored).matches()
                || BCRYPT.matcher(stored).matches()
                || stored.matches("\\$(1|5|6)\\$.+\\$[./0-9A-Za-z]{22,86}");
    }

    /** Whether crypt(3) of the password, with the salt of the stored form, is the stored form. */
    static boolean matches(byte[] password, String stored) {
        if (stored.startsWith("$2")) {
            return matchesBcrypt(password, stored);
        }
        if (!stored.startsWith("$") && !DES.matcher(stored).matches()) {
            return false;
        }
        Matcher rounds = SHA_ROUNDS.matcher(stored);
        if (rounds.matches() && Integer.parseInt(rounds.group(1)) > MAX_SHA_ROUNDS) {
            return false;
        }
        try {
            // The library overwrites what it is given.
            String computed = Crypt.crypt(password.clone(), stored);
            return MessageDigest.isEqual(computed.getBytes(UTF_8), stored.getBytes(UTF_8));
        } catch (IllegalArgumentException e) {
            return false; // a form of crypt(3) that we don't know, or a damaged one
        }
    }

    static boolean matchesBcrypt(byte[] password, String stored) {
        Matcher matcher = BCRYPT.matcher(stored);
        if (!matcher.matches()) {
            return false;
        }
        int cost = Integer.parseInt(matcher.group(1));
        if (cost < 4 || cost > MAX_BCRYPT_COST) {
            return false;
        }
        return OpenBSDBCrypt.checkPassword(stored, bcryptInput(password));
    }

    static String bcrypt(byte[] password, byte[] salt) {
        return OpenBSDBCrypt.generate("2y", bcryptInput(password), salt, BCRYPT_COST);
    }

    /** crypt(3) with DES, as {@code dbmail-users -p crypt} writes it. */
    static String des(byte[] password, SecureRandom random) {
        return org.apache.commons.codec.digest.UnixCrypt.crypt(password.clone(), salt(random, 2));
    }

    /** crypt(3) with MD5 and eight characters of salt. */
    static String md5(byte[] password, SecureRandom random) {
        return Md5Crypt.md5Crypt(password.clone(), "$1$" + salt(random, 8));
    }

    /** crypt(3) with SHA-256 or SHA-512 and sixteen characters of salt. */
    static String sha(byte[] password, String prefix, SecureRandom random) {
        return Crypt.crypt(password.clone(), prefix + salt(random, 16));
    }

    private static byte[] bcryptInput(byte[] password) {
        return password.length > BCRYPT_OCTETS ? Arrays.copyOf(password, BCRYPT_OCTETS) : password;
    }

    private static String salt(SecureRandom random, int length) {
        StringBuilder salt = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            salt.append(SALT_CHARACTERS.charAt(random.nextInt(SALT_CHARACTERS.length())));
        }
        return salt.toString();
    }
}
