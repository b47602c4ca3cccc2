package org.jdbmail.core.sieve;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import org.jdbmail.sieve.compile.Extension;
import org.jdbmail.sieve.host.ScriptPolicy;
import org.jdbmail.sieve.run.Limits;

/**
 * What an administrator decides about Sieve.
 *
 * @param extensions what scripts may require
 * @param limits how much a run may take
 * @param policy what holds for the scripts of all users
 * @param room what an account may keep
 * @param folder the administrator's scripts: {@code before/*.sieve} and {@code after/*.sieve} run, in the order of their names,
 *     before and after every user's, {@code default.sieve} where a user has none, and {@code global/*.sieve} can be included
 * @param hostname our name
 * @param zone where users are
 * @param remembered how long a script may be relied on before it is looked for again
 */
public record SieveOptions(
        Set<Extension> extensions,
        Limits limits,
        ScriptPolicy policy,
        Room room,
        Optional<Path> folder,
        String hostname,
        ZoneId zone,
        Duration remembered) {
    /**
     * What an account may keep of scripts.
     *
     * @param scriptOctets the largest one
     * @param scripts how many
     * @param octets of all of them
     */
    public record Room(int scriptOctets, int scripts, long octets) {
        /** What holds where nothing is set. */
        public static final Room USUAL = new Room(64_000, 50, 1 << 20);
    }

    /** Copies the set. */
    public SieveOptions {
        extensions = Set.copyOf(extensions);
    }

    /** What holds where nothing is set. */
    public static SieveOptions usual(String hostname) {
        return new SieveOptions(
                Set.of(Extension.values()),
                Limits.USUAL,
                ScriptPolicy.USUAL,
                Room.USUAL,
                Optional.empty(),
                hostname,
                ZoneId.systemDefault(),
                Duration.ofSeconds(2));
    }
}
