package org.jdbmail.cli.serve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.core.sasl.CertificateUsers;
import org.jdbmail.core.settings.ClientCertificateSettings;

/** Reads the file that says whose a client's certificate is. */
final class CertificateList {
    /** SHA-256 in hexadecimal digits. */
    private static final String FINGERPRINT = "[0-9a-f]{64}";

    private CertificateList() {}

    /** Whose certificates are, by the file that the settings name, and by what the certificates say where that is wanted. */
    static CertificateUsers users(ClientCertificateSettings settings) throws Failure {
        Map<String, String> accounts =
                settings.list().isPresent() ? read(settings.list().get()) : Map.of();
        return new CertificateUsers(accounts, settings.bySubject());
    }

    private static Map<String, String> read(Path file) throws Failure {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new Failure(Failure.CONFIGURATION, file + " cannot be read: tls_client_accounts names it", e);
        }
        Map<String, String> accounts = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                String[] words = line.split("\\s+", 2);
                String fingerprint = words[0].replace(":", "").toLowerCase(Locale.ROOT);
                if (words.length < 2 || !fingerprint.matches(FINGERPRINT)) {
                    throw new Failure(
                            Failure.CONFIGURATION,
                            file + ":" + (i + 1)
                                    + ": a SHA-256 fingerprint, a blank and the name of an account are needed");
                }
                accounts.put(fingerprint, words[1]);
            }
        }
        return accounts;
    }
}
