package org.jdbmail.sql.foreign;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbmail.core.directory.ForeignAccount;
import org.jdbmail.core.directory.ForeignAccounts;
import org.jdbmail.core.mail.AsciiCase;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.password.Password;
import org.jdbmail.core.settings.QuerySettings;
import org.jdbmail.sql.database.Database;
import org.jdbmail.sql.database.DatabaseConfig;
import org.jdbmail.sql.database.SqlFailures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accounts, aliases and domains by statements of the administrator's, on a database that may be another than the store's. */
public final class QueriedAccounts implements ForeignAccounts {
    private static final Logger LOG = LoggerFactory.getLogger(QueriedAccounts.class);

    /** Connections at a time: a look takes a moment, and each recipient is remembered for a while. */
    private static final int CONNECTIONS = 4;

    private final DatabaseConfig config;
    private final Database database;
    private final String scheme;
    private final NamedStatement account;
    private final Optional<NamedStatement> alias;
    private final Optional<NamedStatement> aliasDomain;
    private final Optional<NamedStatement> domain;

    private QueriedAccounts(DatabaseConfig config, Database database, QuerySettings settings) {
        this.config = config;
        this.database = database;
        this.scheme = settings.scheme();
        this.account = NamedStatement.parse(settings.account());
        this.alias = settings.alias().map(NamedStatement::parse);
        this.aliasDomain = settings.aliasDomain().map(NamedStatement::parse);
        this.domain = settings.domain().map(NamedStatement::parse);
    }

    /**
     * Connects.
     *
     * @throws org.jdbmail.sql.database.DatabaseException if there is no such database
     * @throws IllegalArgumentException with words for the administrator, if a statement can't be read
     */
    public static QueriedAccounts open(QuerySettings settings) {
        DatabaseConfig config = DatabaseConfig.of(settings.url()).withPoolSize(CONNECTIONS);
        for (String text : statements(settings)) {
            NamedStatement.parse(text);
        }
        return new QueriedAccounts(config, Database.connect(config), settings);
    }

    private static List<String> statements(QuerySettings settings) {
        List<String> all = new ArrayList<>(List.of(settings.account()));
        settings.alias().ifPresent(all::add);
        settings.aliasDomain().ifPresent(all::add);
        settings.domain().ifPresent(all::add);
        return all;
    }

    /** Reads rows of a statement. */
    @FunctionalInterface
    private interface Reader<T> {
        T read(ResultSet rows) throws SQLException;
    }

    private <T> T ask(NamedStatement statement, String name, Reader<T> reader) {
        try (Connection connection = database.readers().getConnection();
                PreparedStatement prepared = connection.prepareStatement(statement.sql())) {
            for (int i = 0; i < statement.parameters().size(); i++) {
                prepared.setString(i + 1, statement.parameters().get(i).of(name));
            }
            try (ResultSet rows = prepared.executeQuery()) {
                return reader.read(rows);
            }
        } catch (SQLException e) {
            LOG.warn(
                    "accounts can't be looked up: {}",
                    SqlFailures.explain(e, config).getMessage());
            throw new Refusal(Reason.UNAVAILABLE, "accounts can't be looked up now");
        }
    }

    @Override
    public Optional<ForeignAccount> byName(String name) {
        String lower = AsciiCase.lower(name);
        return ask(
                account,
                lower,
                rows -> rows.next() ? AccountRow.read(rows, lower, scheme) : Optional.<ForeignAccount>empty());
    }

    /** Never asked: each account tells what it stores. */
    @Override
    public boolean isRight(ForeignAccount some, Password password) {
        return false;
    }

    @Override
    public Routes routes(Collection<String> names) {
        Map<String, List<String>> aliases = new HashMap<>();
        Map<String, List<ForeignAccount>> accounts = new HashMap<>();
        Map<String, Optional<String>> domains = new HashMap<>();
        for (String name : names) {
            Optional<String> meant = meant(name, domains);
            if (meant.isPresent()) {
                List<String> targets = targets(meant.get());
                if (!targets.isEmpty()) {
                    aliases.put(name, targets);
                }
                if (!meant.get().startsWith("@") && !meant.get().endsWith("@")) {
                    byName(meant.get()).ifPresent(found -> accounts.put(name, List.of(found)));
                }
            }
        }
        return new Routes(aliases, accounts);
    }

    /** The name in the domain that its own stands for; empty where no mail is taken for that. */
    private Optional<String> meant(String name, Map<String, Optional<String>> domains) {
        int at = name.lastIndexOf('@');
        if (at < 0 || at == name.length() - 1) {
            return Optional.of(name);
        }
        String own = name.substring(at + 1);
        return domains.computeIfAbsent(own, this::domain).map(known -> name.substring(0, at + 1) + known);
    }

    private Optional<String> domain(String name) {
        // A parent's catch-all is looked for with a dot before it.
        String bare = name.startsWith(".") ? name.substring(1) : name;
        Optional<String> other = aliasDomain.flatMap(
                statement -> ask(statement, "@" + bare, rows -> rows.next() ? text(rows) : Optional.<String>empty()));
        if (other.isPresent()) {
            return Optional.of((name.startsWith(".") ? "." : "") + AsciiCase.lower(other.get()));
        }
        boolean isKnown = domain.isEmpty() || ask(domain.get(), "@" + bare, ResultSet::next);
        return isKnown ? Optional.of(name) : Optional.empty();
    }

    /** As far as there is a statement that tells. */
    @Override
    public boolean hasDomain(String name) {
        return (domain.isPresent() || aliasDomain.isPresent())
                && domain(AsciiCase.lower(name))
                        .filter(known -> domain.isPresent() || !known.equals(name))
                        .isPresent();
    }

    private static Optional<String> text(ResultSet rows) throws SQLException {
        return Optional.ofNullable(rows.getString(1)).filter(value -> !value.isBlank());
    }

    private List<String> targets(String name) {
        return alias.map(statement -> ask(statement, name, rows -> {
                    List<String> all = new ArrayList<>();
                    while (rows.next()) {
                        text(rows)
                                .ifPresent(cell -> Arrays.stream(cell.split(","))
                                        .map(String::strip)
                                        .filter(target -> !target.isEmpty())
                                        .forEach(all::add));
                    }
                    return List.copyOf(all);
                }))
                .orElse(List.of());
    }

    @Override
    public void close() {
        database.close();
    }
}
