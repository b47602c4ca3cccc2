package org.jdbmail.cli.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jdbmail.cli.start.Logging;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.settings.Settings;
import org.jdbmail.core.store.Credential;
import org.jdbmail.core.store.Store;
import org.jdbmail.testkit.net.LineClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A recipient that is refused is a line in the log, which says who was wanted, by whom, and why not. */
class RefusedRecipientTest {
    @TempDir
    private Path folder;

    @AfterEach
    void logAsBefore() throws Exception {
        Logging.quiet();
    }

    @Test
    void theLogSaysWhoWasWantedByWhomAndWhyNot() throws Exception {
        Path log = folder.resolve("log");
        Path file = Files.writeString(
                folder.resolve("dbmail.conf"),
                "[DBMAIL]\ndburi = sqlite:" + folder.resolve("mail.db") + "\nlogfile = " + log
                        + "\n[SMTP]\nmydestination = here.example\n");
        Settings settings = new Opening(Optional.empty()).settings(Optional.of(file), Optional.empty());
        Serving.begin(settings);
        Store store = new Opening(Optional.empty()).store(settings);
        store.write(tx -> tx.users().create("alice@here.example", new Credential("secret", ""), 0, 0));
        Servers.Ports anyPort = (service, configured) ->
                configured.at(InetAddress.getLoopbackAddress(), OptionalInt.of(0), OptionalInt.empty());
        try (Servers servers =
                Servers.start(settings, store, Set.of(Service.SMTP, Service.LMTP), anyPort, WebServing.Wish.NONE)) {
            for (Servers.Open one : servers.open()) {
                InetSocketAddress address =
                        (InetSocketAddress) one.listener().addresses().getFirst();
                try (LineClient client = LineClient.connect(address)) {
                    client.readUntil("220 ");
                    say(client, (one.service() == Service.LMTP ? "LHLO" : "EHLO") + " test", "250 ");
                    say(client, "MAIL FROM:<bob@elsewhere.example>", "250 ");
                    say(client, "RCPT TO:<no-" + one.service().word() + "@here.example>", "550 ");
                }
            }
        }
        for (String service : List.of("lmtp", "smtp")) {
            List<String> lines = Files.readString(log)
                    .lines()
                    .filter(line -> line.contains("no-" + service + "@here.example")
                            && line.contains("127.0.0.1")
                            && line.contains("NOT_FOUND"))
                    .toList();
            assertEquals(1, lines.size(), () -> service + ": " + lines);
        }
    }

    private static void say(LineClient client, String line, String answer) throws Exception {
        client.send(line);
        client.readUntil(answer);
    }
}
