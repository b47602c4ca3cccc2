package org.jdbmail.webd.autoconfig;

import java.util.ArrayList;
import java.util.List;

/** The records of a domain in DNS by which mail programs find its services (RFC 6186, RFC 8314 §5.1, RFC 5804 §1.8), as a zone file has them. */
public final class SrvRecords {
    private SrvRecords() {}

    /**
     * The records.
     *
     * @param host which programs connect to
     */
    public static List<String> of(String domain, String host, List<MailService> services) {
        List<String> lines = new ArrayList<>();
        add(lines, "_imaps", domain, host, port(services, MailService.Kind.IMAP, true));
        add(lines, "_imap", domain, host, port(services, MailService.Kind.IMAP, false));
        add(lines, "_pop3s", domain, host, port(services, MailService.Kind.POP3, true));
        add(lines, "_pop3", domain, host, port(services, MailService.Kind.POP3, false));
        add(lines, "_submissions", domain, host, port(services, MailService.Kind.SUBMISSION, true));
        add(lines, "_submission", domain, host, port(services, MailService.Kind.SUBMISSION, false));
        add(lines, "_sieve", domain, host, port(services, MailService.Kind.SIEVE, false));
        lines.add("_autodiscover._tcp." + domain + ". IN SRV 0 1 443 " + host + ".");
        return lines;
    }

    private static int port(List<MailService> services, MailService.Kind kind, boolean isImplicit) {
        return services.stream()
                .filter(service -> service.kind() == kind && service.isImplicit() == isImplicit)
                .mapToInt(MailService::port)
                .findFirst()
                .orElse(0);
    }

    private static void add(List<String> lines, String name, String domain, String host, int port) {
        // RFC 2782: a dot says that it is decidedly not there.
        lines.add(name + "._tcp." + domain + ". IN SRV 0 " + (port == 0 ? "0 0 ." : "1 " + port + " " + host + "."));
    }
}
