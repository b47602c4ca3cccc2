package org.jdbmail.core.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jdbmail.core.reception.ReceptionOptions;
import org.jdbmail.core.rewriting.Rewriting;
import org.jdbmail.core.table.AddressMap;
import org.jdbmail.core.table.LookupTable;
import org.jdbmail.core.table.LookupTables;
import org.jdbmail.core.table.TableName;

/**
 * What tables say of addresses where this server takes mail by SMTP.
 *
 * @param virtual aliases that hold before the database's
 * @param virtualDomains local domains all of whose addresses are in {@code virtual}
 * @param mailboxes the addresses of local domains that are taken
 * @param relayed the addresses of relayed domains that are taken
 * @param canonical other addresses in place of senders and recipients
 * @param senders the same for senders, before that
 * @param recipients the same for recipients, before that
 */
public record AddressSettings(
        Optional<TableName> virtual,
        List<String> virtualDomains,
        Optional<TableName> mailboxes,
        Optional<TableName> relayed,
        Optional<TableName> canonical,
        Optional<TableName> senders,
        Optional<TableName> recipients) {
    private static final Setting<Optional<TableName>> VIRTUAL = table(
            "virtual_alias_maps",
            "Aliases as in Postfix's virtual table, for addresses in any domain: they hold before those of the database. A domain that is a key by"
                    + " itself is local.");
    private static final Setting<List<String>> VIRTUAL_DOMAINS = new Setting<>(
            Section.SMTPD,
            "virtual_alias_domains",
            SettingType.listOf(
                    "domains, or tables whose keys are domains, with blanks or commas between them", word -> {
                        if (word.indexOf(':') >= 0) {
                            TableName.parse(word);
                        }
                        return word;
                    }),
            "",
            "Domains all of whose addresses are in `virtual_alias_maps`. They are local beside those of `local_domains`, or those of aliases and"
                    + " accounts.");
    private static final Setting<Optional<TableName>> MAILBOXES = table(
            "virtual_mailbox_maps",
            "Which addresses of local domains are taken at all, whatever the value is; those of `virtual_alias_maps` are, too. Whose mailbox it is"
                    + " say the database's aliases and accounts. Without, all that these know.");
    private static final Setting<Optional<TableName>> RELAYED = table(
            "relay_recipient_maps",
            "Which addresses of `relay_domains` are taken, whatever the value is. Without, all: mail for those whom nobody has comes back later.");
    private static final Setting<Optional<TableName>> CANONICAL = table(
            "canonical_maps",
            "Other addresses in place of senders and recipients: Postfix's canonical table. In envelopes, and for `mynetworks` and users in headers.");
    private static final Setting<Optional<TableName>> SENDERS =
            table("sender_canonical_maps", "The same for senders, before `canonical_maps`.");
    private static final Setting<Optional<TableName>> RECIPIENTS =
            table("recipient_canonical_maps", "The same for recipients, before `canonical_maps`.");

    static final List<Setting<?>> ALL =
            List.of(VIRTUAL, VIRTUAL_DOMAINS, MAILBOXES, RELAYED, CANONICAL, SENDERS, RECIPIENTS);

    /** What was chosen. */
    public static AddressSettings from(Settings settings) {
        return new AddressSettings(
                settings.get(VIRTUAL),
                settings.get(VIRTUAL_DOMAINS),
                settings.get(MAILBOXES),
                settings.get(RELAYED),
                settings.get(CANONICAL),
                settings.get(SENDERS),
                settings.get(RECIPIENTS));
    }

    /**
     * How addresses are looked up.
     *
     * @param open opens tables
     * @param hasDetails whether {@code user+detail} is the same as {@code user}
     * @param isHere whether a domain is the machine itself
     */
    public record Lookup(LookupTables open, boolean hasDetails, Predicate<String> isHere) {
        private AddressMap map(TableName name) {
            return new AddressMap(open.open(name), hasDetails, isHere);
        }

        /** The addresses of a table; empty where there is none. */
        public Optional<AddressMap> map(Optional<TableName> name) {
            return name.map(this::map);
        }

        /** Other addresses for some: by the tables that there are, one after the other. */
        @SafeVarargs
        public final List<AddressMap> maps(Optional<TableName>... names) {
            List<AddressMap> all = new ArrayList<>();
            for (Optional<TableName> name : names) {
                map(name).ifPresent(all::add);
            }
            return all;
        }
    }

    /** Which recipients there are, and what becomes of addresses. */
    public ReceptionOptions.Recipients recipients(Lookup lookup) {
        return new ReceptionOptions.Recipients(
                lookup.map(mailboxes),
                lookup.map(relayed),
                new Rewriting(lookup.maps(senders, canonical), lookup.maps(recipients, canonical)));
    }

    /** The domains of which all addresses are virtual, as a table. */
    public LookupTable virtualDomains(LookupTables open) {
        LookupTable keys = open.open(virtual);
        List<LookupTable> tables = virtualDomains.stream()
                .filter(word -> word.indexOf(':') >= 0)
                .map(word -> open.open(TableName.parse(word)))
                .toList();
        return (key, isPart) -> {
            boolean isListed = virtualDomains.stream().anyMatch(key::equalsIgnoreCase)
                    || tables.stream().anyMatch(table -> table.find(key, isPart).isPresent());
            // A pattern that is meant for addresses may match a domain as well, and is no domain for that.
            return isListed ? Optional.of(key) : keys.find(key, true);
        };
    }

    private static Setting<Optional<TableName>> table(String name, String prose) {
        return new Setting<>(
                Section.SMTPD, name, new SettingType<>(TableName.DESCRIBED, TableName::parse).orNone(), "", prose);
    }
}
