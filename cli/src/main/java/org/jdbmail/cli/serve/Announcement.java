package org.jdbmail.cli.serve;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbmail.wire.tls.TlsMode;

/** What a trial server prints when it is ready: where it listens, who can log in, and what to try. */
final class Announcement {
    private Announcement() {}

    /** The lines. */
    static List<String> lines(
            List<Servers.Open> open, Optional<InetSocketAddress> web, String database, boolean hasDemoAccount) {
        List<String> lines = new ArrayList<>();
        lines.add("JDBMail is ready. Ctrl-C stops it.");
        lines.add("");
        open.forEach(one -> lines.add(String.format(
                Locale.ROOT,
                "  %-11s %s%s",
                name(one),
                address(one),
                one.tlsMode() == TlsMode.STARTTLS ? "  (STARTTLS)" : "")));
        web.ifPresent(address -> lines.add("  web         http://" + address(address) + "/"));
        lines.add("  database    " + database);
        if (hasDemoAccount) {
            lines.add("  account     " + DemoAccount.LOGIN + ", password " + DemoAccount.PASSWORD);
            lines.add("");
            lines.add("Three commands to try:");
            port(open, Service.LMTP, TlsMode.IMPLICIT, false)
                    .ifPresent(port -> lines.add("  python3 -c \"import smtplib; smtplib.LMTP('127.0.0.1', " + port
                            + ").sendmail('me@localhost', 'demo@localhost', 'Subject: hello\\n\\nHello, demo.')\""));
            port(open, Service.IMAP, TlsMode.IMPLICIT, true)
                    .ifPresent(port -> lines.add(
                            "  curl -k -u demo@localhost:demo 'imaps://127.0.0.1:" + port + "/INBOX;MAILINDEX=1'"));
            port(open, Service.POP3, TlsMode.IMPLICIT, true)
                    .ifPresent(
                            port -> lines.add("  curl -k -u demo@localhost:demo 'pop3s://127.0.0.1:" + port + "/1'"));
        }
        return lines;
    }

    private static String name(Servers.Open open) {
        return open.service().name() + (open.tlsMode() == TlsMode.IMPLICIT ? "S" : "");
    }

    private static String address(Servers.Open open) {
        List<String> words =
                open.listener().addresses().stream().map(Announcement::address).toList();
        return String.join(", ", words);
    }

    private static String address(SocketAddress address) {
        return address instanceof InetSocketAddress inet
                ? inet.getAddress().getHostAddress() + ":" + inet.getPort()
                : address.toString();
    }

    private static Optional<Integer> port(List<Servers.Open> open, Service service, TlsMode mode, boolean isThatMode) {
        return open.stream()
                .filter(one -> one.service() == service && (one.tlsMode() == mode) == isThatMode)
                .map(one -> one.listener().port())
                .filter(port -> port > 0)
                .findFirst();
    }
}
