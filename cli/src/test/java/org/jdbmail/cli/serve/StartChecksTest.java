package org.jdbmail.cli.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbmail.cli.start.PrivateFiles;
import org.jdbmail.core.settings.Settings;
import org.jdbmail.wire.ListenerConfig;
import org.jdbmail.wire.WireServer;
import org.jdbmail.wire.tls.TlsMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartChecksTest {
    @TempDir
    Path folder;

    @Test
    void publicIsWhatOthersMayReach() {
        for (String address : List.of("0.0.0.0", "::", "192.0.2.1", "2001:db8::1")) {
            assertTrue(StartChecks.isPublic(new InetSocketAddress(address, 24)), address);
        }
        for (String address : List.of("127.0.0.1", "::1", "10.1.2.3", "192.168.1.1", "fd00::1", "fe80::1")) {
            assertFalse(StartChecks.isPublic(new InetSocketAddress(address, 24)), address);
        }
        assertFalse(StartChecks.isPublic(UnixDomainSocketAddress.of("/run/lmtp")));
    }

    @Test
    void whatOthersMayReachOfTheServicesIsToldWithWhatToSet() throws Exception {
        List<String> warned = warned("0.0.0.0");
        assertEquals(2, warned.size(), warned.toString());
        assertTrue(warned.get(0).contains("takes passwords in the clear"), warned.get(0));
        assertTrue(warned.get(0).contains("login_disabled = yes"), warned.get(0));
        assertTrue(warned.get(1).contains("can deliver to every mailbox. Set bindip in [LMTP]"), warned.get(1));
        assertEquals(List.of(), warned("127.0.0.1"));
    }

    /** The warnings about IMAP and LMTP without TLS on an address. */
    private static List<String> warned(String address) throws Exception {
        WireServer wire = new WireServer();
        try {
            List<Servers.Open> open = new ArrayList<>();
            for (Service service : List.of(Service.IMAP, Service.LMTP)) {
                ListenerConfig config = ListenerConfig.tcp(service.word(), new InetSocketAddress(address, 0));
                open.add(new Servers.Open(service, TlsMode.NONE, wire.listen(config, connection -> {})));
            }
            return StartChecks.ofListeners(Settings.defaults(), open);
        } finally {
            wire.stop(Duration.ZERO);
        }
    }

    @Test
    void filesThatOthersMayReadAreToldOf() throws Exception {
        Path file = Files.writeString(folder.resolve("dbmail.conf"), "");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertEquals(Optional.empty(), StartChecks.ofFile("the settings file", file));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertTrue(StartChecks.ofFile("the settings file", file).orElseThrow().contains("chmod o= " + file));
        assertEquals(Optional.empty(), StartChecks.ofFile("the database", folder.resolve("none")));
    }

    @Test
    void tooFewFilesAreToldWithWhatToSet() {
        assertEquals(Optional.empty(), StartChecks.ofFileDescriptors(100, 100));
        assertTrue(StartChecks.ofFileDescriptors(60_000, 1_024).orElseThrow().contains("LimitNOFILE=60000"));
    }

    @Test
    void whatProgramsMakeIsPrivate() throws Exception {
        Path file = folder.resolve("a/b/mail.db");
        PrivateFiles.make(file);
        PrivateFiles.make(file);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())));
    }
}
