package org.jdbmail.sieve.test;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jdbmail.sieve.compile.Arguments;
import org.jdbmail.sieve.compile.Extension;
import org.jdbmail.sieve.compile.InvalidScript;
import org.jdbmail.sieve.compile.MatchArguments;
import org.jdbmail.sieve.host.DeliveryFacts;
import org.jdbmail.sieve.message.Address;
import org.jdbmail.sieve.run.Check;
import org.jdbmail.sieve.run.Matching;
import org.jdbmail.sieve.run.Run;
import org.jdbmail.sieve.run.Text;
import org.jspecify.annotations.Nullable;

/** {@code envelope} (RFC 5228 §5.4), with the parameters of the envelope (RFC 6009 §4, §5). */
public final class EnvelopeTest {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT);

    private EnvelopeTest() {}

    /** Understands it. */
    public static Check.Condition of(Arguments arguments) throws InvalidScript {
        MatchArguments match = MatchArguments.of(arguments);
        AddressPart named = AddressPart.of(arguments);
        AddressPart part = named == null ? AddressPart.ALL : named;
        List<Text> names =
                arguments.strings("the parts of the envelope", name -> wrong(arguments, name, named != null));
        Matching keys = match.keys(arguments);
        return run -> {
            List<String> values = new ArrayList<>();
            for (String name : Text.values(names, run)) {
                add(values, name.toLowerCase(Locale.ROOT), part, run);
            }
            return keys.any(run, values);
        };
    }

    private static @Nullable String wrong(Arguments arguments, String name, boolean partNamed) {
        String key = name.toLowerCase(Locale.ROOT);
        Extension needed = switch (key) {
            case "from", "to", "auth", "orig_to" -> null;
            case "notify", "orcpt", "ret", "envid" -> Extension.ENVELOPE_DSN;
            case "bytimeabsolute", "bytimerelative", "bymode", "bytrace" -> Extension.ENVELOPE_DELIVERBY;
            default -> Extension.ENVELOPE;
        };
        if (needed == null) {
            return null;
        }
        if (needed == Extension.ENVELOPE) {
            return "the envelope has no '" + name + "'";
        }
        if (!arguments.has(needed)) {
            return "'" + name + "' needs: require \"" + needed.capability() + "\";";
        }
        // RFC 6009 §4.
        return partNamed ? "'" + name + "' is no address, and has no parts like one" : null;
    }

    private static void add(List<String> values, String name, AddressPart part, Run run) {
        DeliveryFacts delivery = run.delivery();
        DeliveryFacts.Dsn dsn = delivery.dsn();
        switch (name) {
            case "from" -> addAddress(values, delivery.sender(), part, run);
            case "to" -> addAddress(values, delivery.recipient(), part, run);
            case "orig_to" -> addAddress(values, delivery.original(), part, run);
            case "auth" -> addAddress(values, delivery.environment().getOrDefault("auth", ""), part, run);
            case "notify" -> values.addAll(dsn.conditions());
            case "orcpt" -> addIfThere(values, dsn.orcpt());
            case "ret" -> addIfThere(values, dsn.ret());
            case "envid" -> addIfThere(values, dsn.envid());
            case "bytimeabsolute" -> {
                if (dsn.deliverBy() != null) {
                    values.add(TIME.format(
                            dsn.deliverBy().truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC)));
                }
            }
            case "bytimerelative" -> {
                if (dsn.deliverBy() != null) {
                    values.add(Long.toString(seconds(run.delivery().received(), dsn.deliverBy())));
                }
            }
            case "bymode" -> addIfThere(values, dsn.deliverByMode());
            case "bytrace" -> {
                if (dsn.deliverByTrace()) {
                    values.add("true");
                }
            }
            default -> {
                // A variable made a name that the envelope doesn't have.
            }
        }
    }

    private static long seconds(Instant from, Instant to) {
        return Duration.between(from, to).toSeconds();
    }

    private static void addIfThere(List<String> values, @Nullable String value) {
        if (value != null) {
            values.add(value);
        }
    }

    private static void addAddress(List<String> values, String path, AddressPart part, Run run) {
        if (Address.isPath(path)) {
            addIfThere(
                    values,
                    part.of(Address.ofEnvelope(path), run.delivery().policy().detailDelimiters()));
        }
    }
}
