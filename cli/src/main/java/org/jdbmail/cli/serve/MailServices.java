package org.jdbmail.cli.serve;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbmail.core.settings.BadSettings;
import org.jdbmail.core.settings.DeliverySettings;
import org.jdbmail.core.settings.HttpSettings;
import org.jdbmail.core.settings.NetworkSettings;
import org.jdbmail.core.settings.Settings;
import org.jdbmail.core.settings.TlsFiles;
import org.jdbmail.webd.autoconfig.MailService;
import org.jdbmail.webd.autoconfig.MailService.Kind;

/** What mail programs are told of a site, from its settings: encrypted from the first byte first, as RFC 8314 §3 wants it. */
public final class MailServices {
    private MailServices() {}

    /** The name that they connect to. */
    public static String host(Settings settings) {
        return HttpSettings.from(settings)
                .mailHost()
                .or(() -> DeliverySettings.from(settings).hostname())
                .orElseGet(MailServices::ownName);
    }

    private static String ownName() {
        try {
            return InetAddress.getLocalHost().getCanonicalHostName();
        } catch (UnknownHostException e) {
            return "localhost"; // the machine does not know its own name
        }
    }

    /** The services. */
    public static List<MailService> of(Settings settings) {
        boolean hasTls;
        try {
            hasTls = TlsFiles.from(settings).isPresent();
        } catch (BadSettings e) {
            hasTls = false; // the start refuses them
        }
        List<MailService> services = new ArrayList<>();
        add(services, Kind.IMAP, NetworkSettings.imap(settings), hasTls);
        add(services, Kind.POP3, NetworkSettings.pop(settings), hasTls);
        add(services, Kind.SUBMISSION, NetworkSettings.submission(settings), hasTls);
        add(services, Kind.SIEVE, NetworkSettings.sieve(settings), hasTls);
        return services;
    }

    private static void add(List<MailService> services, Kind kind, NetworkSettings network, boolean hasTls) {
        if (network.tlsPort().isPresent() && hasTls) {
            services.add(new MailService(kind, network.tlsPort().getAsInt(), true, true));
        }
        Optional.of(network.port())
                .filter(port -> port.isPresent())
                .ifPresent(port -> services.add(new MailService(kind, port.getAsInt(), false, hasTls)));
    }
}
