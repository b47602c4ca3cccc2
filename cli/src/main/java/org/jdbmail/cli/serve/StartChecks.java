package org.jdbmail.cli.serve;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbmail.cli.start.PrivateFiles;
import org.jdbmail.core.settings.ImapSettings;
import org.jdbmail.core.settings.NetworkSettings;
import org.jdbmail.core.settings.PopSettings;
import org.jdbmail.core.settings.ReceptionSettings;
import org.jdbmail.core.settings.Settings;
import org.jdbmail.core.settings.SieveSettings;
import org.jdbmail.wire.tls.TlsMode;

/** What an administrator should know of at the start, although it does not hinder it: each a line of the log. */
final class StartChecks {
    /** The database's pool, the log, libraries, and what else a process keeps open. */
    private static final long OWN_FILES = 200;

    /** A session with a thread of its own waits at a selector, which takes two more. */
    private static final int FILES_FOR_SELECTOR = 3;

    private StartChecks() {}

    /** Warnings about where and how services listen. */
    static List<String> ofListeners(Settings settings, List<Servers.Open> open) {
        List<String> warnings = new ArrayList<>();
        for (Servers.Open one : open) {
            for (SocketAddress address : one.listener().addresses()) {
                if (isPublic(address)) {
                    ofPublic(settings, one, address).ifPresent(warnings::add);
                }
            }
        }
        return warnings;
    }

    /** A warning about a web server that others than this machine may reach. */
    static Optional<String> ofWeb(List<InetSocketAddress> addresses) {
        return addresses.stream()
                .filter(StartChecks::isPublic)
                .findFirst()
                .map(address -> "http on " + text(address)
                        + " shows mail and takes passwords in the clear, which others on the way can read. Take bindip out of"
                        + " [HTTP], and put a proxy with TLS in front.");
    }

    private static Optional<String> ofPublic(Settings settings, Servers.Open one, SocketAddress address) {
        boolean takesPasswordsInTheClear = one.tlsMode() == TlsMode.NONE
                || one.tlsMode() == TlsMode.STARTTLS && !needsTls(settings, one.service());
        return switch (one.service()) {
            case LMTP ->
                Optional.of(
                        "lmtp listens on " + text(address)
                                + ", where others than this machine may reach it, and asks for no"
                                + " password: whoever reaches it can deliver to every mailbox. Set bindip in [LMTP], or a firewall.");
            case SMTP -> Optional.empty(); // what it is for
            case AUTH ->
                Optional.of("auth listens on " + text(address)
                        + ", where others than this machine may reach it, and what is said"
                        + " there is not encrypted: passwords of those who send mail can be read on the way.");
            case IMAP, POP3, SIEVE, SUBMISSION ->
                takesPasswordsInTheClear
                        ? Optional.of(one.service().word() + " on " + text(address)
                                + " takes passwords in the clear, which others on the way can read. Set tls_cert, tls_key and"
                                + " login_disabled = yes.")
                        : Optional.empty();
        };
    }

    private static boolean needsTls(Settings settings, Service service) {
        return switch (service) {
            case IMAP -> ImapSettings.from(settings).loginNeedsTls();
            case POP3 -> PopSettings.from(settings).loginNeedsTls();
            case LMTP, AUTH -> false;
            case SIEVE -> SieveSettings.from(settings).loginNeedsTls();
            case SMTP -> true;
            case SUBMISSION -> ReceptionSettings.from(settings).submissionNeedsTls();
        };
    }

    /** Whether it may be reached from networks that are not private, as far as an address tells that. */
    static boolean isPublic(SocketAddress address) {
        if (!(address instanceof InetSocketAddress inet)) {
            return false;
        }
        InetAddress own = inet.getAddress();
        boolean uniqueLocal = own.getAddress().length == 16 && (own.getAddress()[0] & 0xfe) == 0xfc;
        return !own.isLoopbackAddress() && !own.isLinkLocalAddress() && !own.isSiteLocalAddress() && !uniqueLocal;
    }

    private static String text(SocketAddress address) {
        return address instanceof InetSocketAddress inet
                ? inet.getAddress().getHostAddress() + ":" + inet.getPort()
                : address.toString();
    }

    /**
     * A warning about files that others may read.
     *
     * @param what a word for each file
     */
    static Optional<String> ofFile(String what, Path file) {
        try {
            return Files.exists(file) && PrivateFiles.isOpenToOthers(file)
                    ? Optional.of(what + " " + file + " can be read or written by every user of this machine: chmod o= "
                            + file)
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.of(what + " " + file + ": its permissions cannot be read (" + e.getMessage() + ")");
        }
    }

    /** A warning if the process may not open as many files as its sessions may take. */
    static Optional<String> ofFileDescriptors(Settings settings, List<Servers.Open> open, int strangers) {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? ofFileDescriptors(needed(settings, open) + strangers + OWN_FILES, system.getMaxFileDescriptorCount())
                : Optional.empty();
    }

    static Optional<String> ofFileDescriptors(long needed, long allowed) {
        return needed <= allowed
                ? Optional.empty()
                : Optional.of("the process may open " + allowed + " files, but its sessions may take " + needed
                        + ": set LimitNOFILE=" + needed + " in its unit (or ulimit -n), or lower max_sessions");
    }

    private static long needed(Settings settings, List<Servers.Open> open) {
        long needed = 0;
        for (Servers.Open one : open) {
            NetworkSettings network = one.service().network(settings);
            int each = one.service().platformThreads() > 0 ? FILES_FOR_SELECTOR : 1;
            needed += (long) each * network.maxSessions();
        }
        return needed;
    }
}
