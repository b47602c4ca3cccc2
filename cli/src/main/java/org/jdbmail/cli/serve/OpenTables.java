package org.jdbmail.cli.serve;

import java.util.List;
import java.util.Optional;
import org.jdbmail.core.domain.MailDomains;
import org.jdbmail.core.queue.Transport;
import org.jdbmail.core.reception.ReceptionOptions;
import org.jdbmail.core.rewriting.Rewriting;
import org.jdbmail.core.sending.GenericTransport;
import org.jdbmail.core.settings.AddressSettings;
import org.jdbmail.core.settings.ReceptionSettings;
import org.jdbmail.core.settings.SendingSettings;
import org.jdbmail.core.settings.Settings;
import org.jdbmail.core.table.AddressMap;
import org.jdbmail.core.table.LookupTables;
import org.jdbmail.sql.table.SqlLookupTables;

/**
 * The tables of Postfix's kind that the settings of a process name.
 *
 * @param open opens them
 * @param queries those that are in databases
 * @param chosen which there are
 * @param lookup how addresses are looked up
 */
record OpenTables(LookupTables open, SqlLookupTables queries, AddressSettings chosen, AddressSettings.Lookup lookup)
        implements AutoCloseable {
    /** As the settings say. */
    static OpenTables of(Settings settings, String hostname, boolean hasDetails) {
        SqlLookupTables queries = new SqlLookupTables();
        LookupTables open = new LookupTables(queries);
        return new OpenTables(
                open,
                queries,
                AddressSettings.from(settings),
                new AddressSettings.Lookup(
                        open,
                        hasDetails,
                        domain -> domain.equalsIgnoreCase(hostname) || domain.equalsIgnoreCase("localhost")));
    }

    /** Aliases that hold before the database's. */
    Optional<AddressMap> virtual() {
        return lookup.map(chosen.virtual());
    }

    /** Which recipients there are, and what becomes of addresses. */
    ReceptionOptions.Recipients recipients() {
        return chosen.recipients(lookup);
    }

    /** The domains that the settings name. */
    MailDomains.Listed domains(ReceptionSettings reception, String hostname) {
        return new MailDomains.Listed(
                hostname,
                reception.localDomains(),
                reception.aliasDomains(),
                reception.relayDomains(),
                new MailDomains.InTables(
                        reception.localTables().map(open::open),
                        open.open(reception.relayTables()),
                        chosen.virtualDomains(open)));
    }

    /** A way for mail that leaves, with other addresses where a table says so. */
    Transport generic(SendingSettings sending, Transport away) {
        List<AddressMap> maps = lookup.maps(sending.tables().generic());
        return maps.isEmpty() ? away : new GenericTransport(new Rewriting(maps, maps), away);
    }

    @Override
    public void close() {
        queries.close();
    }
}
