package org.jdbmail.cli.users;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jdbmail.core.directory.NewPassword;
import org.jdbmail.core.password.Password;
import org.jdbmail.core.password.PasswordScheme;
import org.jdbmail.core.password.PasswordType;
import org.jdbmail.core.password.Passwords;
import org.jdbmail.core.password.ScramHash;
import org.jdbmail.core.store.Credential;

/** Where a new password comes from: the command line, a file, the terminal, or a shadow file; and how it is encoded. */
final class PasswordSource {
    private static final Path SHADOW = Path.of("/etc/shadow");

    /** What DBMail's column holds. */
    private static final int MAX_STORED = 129;

    /** Nobody can be given a password like this one; the message says why. */
    static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        Unusable(String message) {
            super(message);
        }
    }

    private final Passwords passwords;
    private final PrintWriter prompt;
    private final boolean makesKeys;

    /** @param makesKeys whether keys for SCRAM are made beside a hash ({@code scram_keys}) */
    PasswordSource(Passwords passwords, PrintWriter prompt, boolean makesKeys) {
        this.passwords = passwords;
        this.prompt = prompt;
        this.makesKeys = makesKeys;
    }

    /** Whether the options ask for a new password. */
    static boolean isAsked(UsersOptions options) {
        return options.has("password") || options.has("pw-file") || options.has("pw-shadow") || isShadow(options);
    }

    /**
     * The new password that the options ask for.
     *
     * @param ifNoType how it is encoded where the options don't say
     */
    NewPassword read(UsersOptions options, PasswordScheme ifNoType) throws Unusable {
        if (options.has("pw-shadow") || isShadow(options)) {
            Path file = options.path("pw-shadow").orElse(SHADOW);
            return NewPassword.of(ofShadow(shadow(file, options.target())));
        }
        PasswordType type = type(options, ifNoType);
        String text = text(options);
        Credential credential = encode(text, type);
        boolean withKeys = makesKeys && !type.raw() && !text.isEmpty() && type.scheme() != PasswordScheme.PLAINTEXT;
        return new NewPassword(
                credential, withKeys ? List.of(passwords.scram(Password.of(text), ScramHash.SHA_256)) : List.of());
    }

    /** What lets nobody in. */
    static Credential none(PasswordType type) {
        return new Credential("", type.scheme().storedName());
    }

    /** DBMail gives the form {@code $1$} a name of its own. */
    private static Credential ofShadow(String encoded) {
        PasswordScheme scheme = encoded.startsWith("$1$") ? PasswordScheme.MD5 : PasswordScheme.CRYPT;
        return new Credential(encoded, scheme.storedName());
    }

    /** A password as it is to be stored. The empty one, which a script's unset variable gives, lets nobody in. */
    Credential encode(String text, PasswordType type) throws Unusable {
        if (text.isEmpty()) {
            return none(type);
        }
        if (type.raw()) {
            return fitting(new Credential(text, type.scheme().storedName()));
        }
        Password password = Password.of(text);
        if (password.isTooLong()) {
            throw new Unusable("a password has at most " + Password.MAX_OCTETS + " octets");
        }
        return fitting(passwords.encode(password, type.scheme()));
    }

    /** The type that the options name. */
    static PasswordType type(UsersOptions options, PasswordScheme ifNone) throws Unusable {
        Optional<String> name = options.value("pw-type");
        if (name.isEmpty()) {
            return new PasswordType(ifNone, false);
        }
        return PasswordType.ofName(name.get())
                .orElseThrow(() -> new Unusable("there is no password type [" + name.get() + "]"));
    }

    private static boolean isShadow(UsersOptions options) {
        return options.value("pw-type").filter("shadow"::equalsIgnoreCase).isPresent();
    }

    private static Credential fitting(Credential credential) throws Unusable {
        if (credential.encoded().length() > MAX_STORED) {
            throw new Unusable("the database holds at most " + MAX_STORED + " characters of a password");
        }
        return credential;
    }

    private String text(UsersOptions options) throws Unusable {
        Optional<String> onCommandLine = options.value("password");
        if (onCommandLine.isPresent()) {
            return onCommandLine.get();
        }
        Optional<Path> file = options.path("pw-file");
        return file.isPresent() ? firstLine(file.get()) : ask();
    }

    private String ask() throws Unusable {
        Optional<Console> terminal = Optional.ofNullable(System.console()).filter(Console::isTerminal);
        if (terminal.isPresent()) {
            char[] typed = terminal.get().readPassword("Please enter a password (will not echo): ");
            char[] again = typed == null ? null : terminal.get().readPassword("Please enter it again: ");
            if (typed == null || again == null) {
                throw new Unusable("no password was entered");
            }
            if (!Arrays.equals(typed, again)) {
                throw new Unusable("the two passwords that were entered are not the same");
            }
            return new String(typed);
        }
        prompt.print("Please enter a password: ");
        prompt.flush();
        try {
            String line = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
            if (line == null) {
                throw new Unusable("no password was entered");
            }
            return line;
        } catch (IOException e) {
            throw new Unusable("the password cannot be read: " + e.getMessage());
        }
    }

    private static String firstLine(Path file) throws Unusable {
        List<String> lines = lines(file);
        if (lines.isEmpty() || lines.getFirst().isEmpty()) {
            throw new Unusable(file + " has no password in its first line");
        }
        return lines.getFirst();
    }

    private static String shadow(Path file, String user) throws Unusable {
        for (String line : lines(file)) {
            String[] fields = line.split(":", -1);
            if (fields.length > 1 && fields[0].equals(user)) {
                if (!Passwords.isKnownCrypt(fields[1]) || fields[1].length() > MAX_STORED) {
                    throw new Unusable("the password of [" + user + "] in " + file
                            + " is locked, or in a form other than DES, $1$, bcrypt, $5$ and $6$ of crypt(3)");
                }
                return fields[1];
            }
        }
        throw new Unusable("there is no user [" + user + "] in " + file);
    }

    private static List<String> lines(Path file) throws Unusable {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new Unusable("cannot read " + file);
        }
    }
}
