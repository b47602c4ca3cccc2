package org.jdbmail.wire.tls;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Reads a list of ciphers as OpenSSL and so DBMail has it ({@code openssl-ciphers(1)}): names of suites, in OpenSSL's spelling or
 * IANA's, and words for kinds of them, joined by {@code +}; {@code !} forbids, {@code -} takes away. Suites that Java does not know, and
 * those of CBC, are never chosen. Those of TLS 1.3 stay whatever the list says, as with OpenSSL, unless it names one of them.
 */
public final class CipherList {
    private static final List<String> OF_TLS_1_3 =
            List.of("TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256", "TLS_AES_128_GCM_SHA256");

    private CipherList() {}

    /**
     * The suites of a list, in its order.
     *
     * @param text words with colons, commas or blanks between them
     * @param known what Java offers
     * @throws IllegalArgumentException if none is left for TLS 1.2
     */
    public static List<String> parse(String text, List<String> known) {
        List<String> usable = known.stream()
                .filter(suite -> !suite.contains("_CBC_") && !suite.endsWith("_SCSV") && !OF_TLS_1_3.contains(suite))
                .toList();
        Set<String> chosen = new LinkedHashSet<>();
        Set<String> newest = new LinkedHashSet<>();
        Set<String> forbidden = new LinkedHashSet<>();
        for (String word : text.strip().split("[:,\\s]+")) {
            char sign = word.isEmpty() ? ' ' : word.charAt(0);
            boolean isSigned = sign == '!' || sign == '-' || sign == '+' || sign == '@';
            String name = isSigned ? word.substring(1) : word;
            if (OF_TLS_1_3.contains(name)) {
                newest.add(name);
                continue;
            }
            List<String> meant = usable.stream().filter(meaning(name)).toList();
            switch (sign) {
                case '!' -> forbidden.addAll(meant);
                case '-' -> meant.forEach(chosen::remove);
                case '+', '@' -> {} // order alone
                default -> chosen.addAll(meant);
            }
        }
        chosen.removeAll(forbidden);
        if (chosen.isEmpty()) {
            throw new IllegalArgumentException("no cipher is left of " + text);
        }
        List<String> all = new ArrayList<>(newest.isEmpty() ? OF_TLS_1_3 : newest);
        all.retainAll(known);
        all.addAll(chosen);
        return List.copyOf(all);
    }

    private static Predicate<String> meaning(String name) {
        return Arrays.stream(name.split("\\+"))
                .map(CipherList::ofWord)
                .reduce(Predicate::and)
                .orElse(suite -> false);
    }

    private static Predicate<String> ofWord(String word) {
        return switch (word.toUpperCase(Locale.ROOT)) {
            case "ALL", "DEFAULT", "HIGH", "TLSV1.2" -> suite -> true;
            case "ECDHE", "EECDH", "KECDHE", "KEECDH" -> suite -> suite.startsWith("TLS_ECDHE_");
            case "DHE", "EDH", "KDHE", "KEDH", "DH" -> suite -> suite.startsWith("TLS_DHE_");
            case "KRSA" -> suite -> suite.startsWith("TLS_RSA_");
            case "RSA", "ARSA" -> suite -> suite.contains("_RSA_WITH_");
            case "ECDSA", "AECDSA" -> suite -> suite.contains("_ECDSA_WITH_");
            case "AESGCM" -> suite -> suite.contains("_GCM_");
            case "AES" -> suite -> suite.contains("_AES_");
            case "AES128" -> suite -> suite.contains("_AES_128_");
            case "AES256" -> suite -> suite.contains("_AES_256_");
            case "CHACHA20" -> suite -> suite.contains("_CHACHA20_");
            case "SHA256" -> suite -> suite.endsWith("_SHA256");
            case "SHA384" -> suite -> suite.endsWith("_SHA384");
            default -> suite -> suite.equals(word) || inOpenSsl(suite).equals(word);
        };
    }

    /** {@code TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256} is {@code ECDHE-RSA-AES128-GCM-SHA256} there. */
    private static String inOpenSsl(String suite) {
        String name = suite.replace("TLS_RSA_WITH_", "")
                .replace("TLS_", "")
                .replace("_WITH_", "-")
                .replace("AES_128", "AES128")
                .replace("AES_256", "AES256")
                .replace('_', '-');
        return name.contains("CHACHA20") ? name.replace("-SHA256", "") : name;
    }
}
