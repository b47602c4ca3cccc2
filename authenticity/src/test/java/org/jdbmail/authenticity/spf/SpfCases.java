package org.jdbmail.authenticity.spf;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbmail.authenticity.FakeDns;

/**
 * Reads cases of SPF from a file and plays them. {@code zone} begins a new domain name system, {@code name TYPE value} is a record in it
 * ({@code \xNN} an octet), and
 *
 * <pre>
 * check NAME ADDRESS HELO SENDER => outcome or outcome
 * says explanation of the check before
 * </pre>
 *
 * with {@code <>} for no sender. Lines with {@code #} are comments.
 */
final class SpfCases {
    private static final Pattern CHECK = Pattern.compile("check (\\S+) (\\S+) (\\S+) (\\S.*) => (.*)");
    private static final Pattern OCTET = Pattern.compile("\\\\x([0-9a-f]{2})");

    /** One case, and what is wrong about it; empty if nothing is. */
    record Played(String name, String wrong) {}

    private SpfCases() {}

    static List<Played> play(Path file) throws IOException {
        List<Played> all = new ArrayList<>();
        FakeDns dns = new FakeDns();
        SpfResult last = null;
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            Matcher check = CHECK.matcher(line);
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            } else if (line.equals("zone")) {
                dns = new FakeDns();
            } else if (check.matches()) {
                last = check(dns, check.group(2), check.group(3), check.group(4));
                boolean isRight = Arrays.asList(check.group(5).split(" or "))
                        .contains(last.outcome().word());
                all.add(new Played(check.group(1), isRight ? "" : "expected " + check.group(5) + ", was " + last));
            } else if (line.startsWith("says") && last != null) {
                String wanted = line.substring(4).strip();
                Played before = all.removeLast();
                boolean isRight = !before.wrong.isEmpty() || last.explanation().equals(wanted);
                all.add(isRight ? before : new Played(before.name, "expected text " + wanted + ", was " + last));
            } else {
                String[] words = line.split(" ", 3);
                dns.add(words[0], words[1], octets(words.length > 2 ? words[2] : ""));
            }
        }
        return all;
    }

    private static String octets(String text) {
        return OCTET.matcher(FakeDns.octets(text))
                .replaceAll(
                        match -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(match.group(1), 16))));
    }

    private static SpfResult check(FakeDns dns, String address, String helo, String sender) {
        boolean isNull = sender.equals("<>");
        SpfQuery query = SpfQuery.of(InetAddress.ofLiteral(address), helo, isNull ? "" : sender, "receiver.test");
        return new SpfChecker(dns, InstantSource.fixed(Instant.ofEpochSecond(1_700_000_000))).check(query, isNull);
    }
}
