package org.jdbmail.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jdbmail.testkit.net.LineClient;

/** A Postfix of its own that takes mail for {@code p.test} and passes it to 127.0.41.4, and for {@code a.test} to 127.0.41.1. */
final class PostfixRelay implements AutoCloseable {
    private final Path folder;
    private final InetSocketAddress at;

    private PostfixRelay(Path folder, InetSocketAddress at) {
        this.folder = folder;
        this.at = at;
    }

    static PostfixRelay start(Path folder, String address, int port) throws Exception {
        Files.createDirectories(folder);
        Path each = folder;
        while (each != null && Files.isWritable(each) && each.getNameCount() > 1) {
            Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxr-xr-x"));
            each = each.getParent();
        }
        Path config = Files.createDirectories(folder.resolve("config"));
        Files.createDirectories(folder.resolve("queue"));
        Path data = Files.createDirectories(folder.resolve("data"));
        Files.setOwner(
                data, data.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postfix"));
        Postfix.configure(config.resolve("transport"), """
                p.test smtp:[127.0.41.4]:%1$d
                a.test smtp:[127.0.41.1]:%1$d
                """.formatted(port));
        Postfix.configure(config.resolve("main.cf"), """
                compatibility_level = 3.6
                queue_directory = %1$s/queue
                data_directory = %1$s/data
                maillog_file = %1$s/maillog
                maillog_file_prefixes = %1$s
                inet_interfaces = loopback-only
                inet_protocols = ipv4
                myhostname = mx.p.test
                mydestination =
                relay_domains = p.test
                mynetworks = 127.0.0.1
                smtp_host_lookup = native
                disable_dns_lookups = yes
                smtpd_peername_lookup = no
                alias_maps =
                transport_maps = texthash:%1$s/config/transport
                smtpd_relay_restrictions = permit_mynetworks, reject_unauth_destination
                """.formatted(folder));
        Postfix.configure(config.resolve("master.cf"), Postfix.masterCf(address, port));
        PostfixRelay relay = new PostfixRelay(folder, new InetSocketAddress(InetAddress.ofLiteral(address), port));
        PostfixControl.start(folder, relay::greets);
        return relay;
    }

    InetSocketAddress at() {
        return at;
    }

    private boolean greets() {
        try (LineClient client = LineClient.connect(at)) {
            return client.readLine().startsWith("220");
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        PostfixControl.stop(folder);
    }
}
