package org.jdbmail.webd.api;

import static org.jdbmail.webd.api.Operations.nothing;
import static org.jdbmail.webd.api.Operations.object;
import static org.jdbmail.webd.api.Shape.Kind.STRING;
import static org.jdbmail.webd.api.Shape.Kind.TIME;
import static org.jdbmail.webd.api.Shape.Kind.YES_NO;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import org.jdbmail.core.admin.DkimAdmin;
import org.jdbmail.core.origin.DomainRecords;
import org.jdbmail.core.store.DkimKeys.DkimKey;

/** Operations about what shows that mail of a domain is its own: its keys, and its records in the name system. */
public final class KeyOperations {
    private static final Shape KEY = Shape.named("DkimKey")
            .with("selector", STRING, "Its name.")
            .with("algorithm", STRING, "rsa or ed25519.")
            .with("enabled", YES_NO, "Whether mail is signed by it.")
            .with("created", TIME, "When it was made.")
            .with("name", STRING, "Under which name the domain publishes it.")
            .with("record", STRING, "What the domain publishes, as TXT.");
    private static final Shape KEYS = Shape.named("DkimKeys").list("keys", KEY, "All of them.");
    private static final Shape NEW_KEY = Shape.named("NewDkimKey")
            .with("algorithm", STRING, "rsa or ed25519.")
            .maybe("selector", STRING, "Its name; without, one of kind and month.");
    private static final Shape SIGNS =
            Shape.named("DkimKeyChange").with("enabled", YES_NO, "Whether mail is signed by it.");
    private static final Shape RECORD = Shape.named("DnsRecord")
            .with("name", STRING, "Whose it is.")
            .with("type", STRING, "Of which kind.")
            .with("state", STRING, "right, missing, wrong, or unknown where nobody answers.")
            .with("needed", YES_NO, "Whether mail suffers without it.")
            .with("wanted", STRING, "What would be right; one of several ways.")
            .with("found", STRING, "What is there; empty for nothing.");
    private static final Shape RECORDS =
            Shape.named("DnsRecords").list("records", RECORD, "All that a domain should have.");

    private KeyOperations() {}

    /** @param records asks the name system for all that a domain should have there */
    public static List<Operation> all(
            DkimAdmin keys, BiFunction<String, List<DkimKey>, List<DomainRecords.Line>> records) {
        return List.of(
                Operation.of(
                                "GET",
                                "/domains/{name}/keys",
                                Scope.ACCOUNTS_READ,
                                "The keys by which its mail is signed; not what they are.",
                                call -> object(
                                        "keys",
                                        keys.of(call.actor(), call.part("name")).stream()
                                                .map(KeyOperations::key)
                                                .toList()))
                        .gives(KEYS),
                Operation.of(
                                "POST",
                                "/domains/{name}/keys",
                                Scope.ACCOUNTS_WRITE,
                                "Makes a key, which signs nothing yet.",
                                call -> key(keys.generate(
                                        call.actor(),
                                        call.part("name"),
                                        call.text("algorithm"),
                                        call.text("selector"))))
                        .takes(NEW_KEY)
                        .gives(KEY),
                Operation.of(
                                "PATCH",
                                "/domains/{name}/keys/{selector}",
                                Scope.ACCOUNTS_WRITE,
                                "Signs by a key from now on, or no more.",
                                call -> {
                                    keys.enable(
                                            call.actor(), call.part("name"), call.part("selector"), call.is("enabled"));
                                    return nothing();
                                })
                        .takes(SIGNS),
                Operation.of(
                        "DELETE",
                        "/domains/{name}/keys/{selector}",
                        Scope.ACCOUNTS_WRITE,
                        "Forgets a key by which nothing is signed.",
                        call -> {
                            keys.remove(call.actor(), call.part("name"), call.part("selector"));
                            return nothing();
                        }),
                Operation.of(
                                "GET",
                                "/domains/{name}/records",
                                Scope.ACCOUNTS_READ,
                                "Asks the name system for all that it should have there, which takes some seconds.",
                                call -> object(
                                        "records",
                                        records
                                                .apply(call.part("name"), keys.of(call.actor(), call.part("name")))
                                                .stream()
                                                .map(KeyOperations::record)
                                                .toList()))
                        .gives(RECORDS));
    }

    private static Map<String, Object> key(DkimKey key) {
        return object(
                "selector", key.selector(),
                "algorithm", key.algorithm(),
                "enabled", key.isEnabled(),
                "created", key.created(),
                "name", key.name(),
                "record", key.record());
    }

    private static Map<String, Object> record(DomainRecords.Line line) {
        return object(
                "name", line.name(),
                "type", line.type(),
                "state", line.state().name().toLowerCase(Locale.ROOT),
                "needed", line.isNeeded(),
                "wanted", line.wanted(),
                "found", line.found());
    }
}
