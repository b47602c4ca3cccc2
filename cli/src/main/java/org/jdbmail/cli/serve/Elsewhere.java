package org.jdbmail.cli.serve;

import java.util.List;
import java.util.Optional;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.core.directory.ForeignAccounts;
import org.jdbmail.core.ldap.LdapAccounts;
import org.jdbmail.core.settings.BadSettings;
import org.jdbmail.core.settings.LdapSettings;
import org.jdbmail.core.settings.LoginSettings;
import org.jdbmail.core.settings.QuerySettings;
import org.jdbmail.core.settings.Settings;
import org.jdbmail.sql.database.DatabaseException;
import org.jdbmail.sql.foreign.QueriedAccounts;

/** Who keeps the accounts in place of our tables, as the setting {@code authdriver} says. */
public final class Elsewhere {
    private Elsewhere() {}

    /** Whoever keeps them; empty for our tables. */
    public static Optional<ForeignAccounts> of(Settings settings) throws Failure {
        try {
            return switch (LoginSettings.from(settings).driver()) {
                case SQL -> Optional.empty();
                case LDAP -> Optional.of(new LdapAccounts(LdapSettings.from(settings)));
                case QUERIES -> Optional.of(queries(settings));
            };
        } catch (BadSettings e) {
            throw new Failure(Failure.CONFIGURATION, String.valueOf(e.getMessage()), e);
        }
    }

    private static ForeignAccounts queries(Settings settings) throws BadSettings, Failure {
        try {
            return QueriedAccounts.open(QuerySettings.from(settings));
        } catch (DatabaseException e) {
            throw new Failure(Failure.TEMPORARY, "the accounts of [ACCOUNTS] can't be reached: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new BadSettings(List.of("a statement under [ACCOUNTS] can't be read: " + e.getMessage()));
        }
    }
}
