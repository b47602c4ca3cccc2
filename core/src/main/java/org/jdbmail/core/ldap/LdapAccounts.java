package org.jdbmail.core.ldap;

import com.unboundid.ldap.sdk.DereferencePolicy;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnectionPool;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jdbmail.core.directory.ForeignAccount;
import org.jdbmail.core.directory.ForeignAccounts;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.password.Password;
import org.jdbmail.core.settings.BadSettings;
import org.jdbmail.core.settings.LdapSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accounts and forwards in a directory, found as DBMail's LDAP driver finds them: an account by the attribute of its name, an address
 * by name or mail attribute. A password is tried by binding as the account's entry.
 */
public final class LdapAccounts implements ForeignAccounts {
    private static final Logger LOG = LoggerFactory.getLogger(LdapAccounts.class);

    /** Entries that one address may stand for. */
    private static final int MOST = 1_000;

    /** What a directory answers that has looked, and lets nobody in. */
    private static final Set<ResultCode> NO = Set.of(
            ResultCode.INVALID_CREDENTIALS,
            ResultCode.INAPPROPRIATE_AUTHENTICATION,
            ResultCode.NO_SUCH_OBJECT,
            ResultCode.UNWILLING_TO_PERFORM,
            ResultCode.CONSTRAINT_VIOLATION,
            ResultCode.INSUFFICIENT_ACCESS_RIGHTS);

    private final LdapSettings settings;
    private final LDAPConnectionPool pool;
    private final String[] attributes;

    /**
     * Connects when it is first asked.
     *
     * @throws BadSettings if the certificates that vouch for the servers can't be read
     */
    public LdapAccounts(LdapSettings settings) throws BadSettings {
        this.settings = settings;
        this.pool = LdapPools.of(settings);
        LdapSettings.Fields fields = settings.fields();
        this.attributes = new String[] {fields.uid(), fields.nid(), fields.cid(), fields.quota(), fields.forward()};
    }

    @Override
    public Optional<ForeignAccount> byName(String name) {
        List<ForeignAccount> found = search(
                        Filter.createEqualityFilter(settings.fields().uid(), name))
                .stream()
                .flatMap(entry -> account(entry).stream())
                .toList();
        if (found.size() > 1) {
            LOG.warn(
                    "the directory has {} accounts of one name: {}",
                    found.size(),
                    found.get(0).handle());
            return Optional.empty();
        }
        return found.stream().findFirst();
    }

    // RFC 4513 §5.1.2: a bind with a name and without a password proves nothing, and succeeds.
    @Override
    public boolean isRight(ForeignAccount account, Password password) {
        if (password.octets().length == 0) {
            return false;
        }
        byte[] secret = password.octets().clone();
        try {
            return pool.bindAndRevertAuthentication(new SimpleBindRequest(account.handle(), secret))
                    .getResultCode()
                    .equals(ResultCode.SUCCESS);
        } catch (LDAPException e) {
            if (NO.contains(e.getResultCode())) {
                return false;
            }
            throw unavailable(e);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    @Override
    public Routes routes(Collection<String> names) {
        Map<String, List<String>> aliases = new HashMap<>();
        Map<String, List<ForeignAccount>> accounts = new HashMap<>();
        for (String name : names) {
            for (Entry entry : search(byAddress(name))) {
                String[] targets = entry.getAttributeValues(settings.fields().forward());
                if (targets != null) {
                    aliases.computeIfAbsent(name, key -> new ArrayList<>()).addAll(List.of(targets));
                }
                account(entry)
                        .ifPresent(account -> accounts.computeIfAbsent(name, key -> new ArrayList<>())
                                .add(account));
            }
        }
        return new Routes(aliases, accounts);
    }

    @Override
    public boolean hasDomain(String domain) {
        LdapSettings.Fields fields = settings.fields();
        return !search(
                        Filter.createORFilter(
                                Filter.createSubFinalFilter(fields.mail(), "@" + domain),
                                Filter.createSubFinalFilter(fields.uid(), "@" + domain)),
                        1)
                .isEmpty();
    }

    private Filter byAddress(String name) {
        LdapSettings.Fields fields = settings.fields();
        if (settings.query().isEmpty()) {
            return Filter.createORFilter(
                    Filter.createEqualityFilter(fields.uid(), name), Filter.createEqualityFilter(fields.mail(), name));
        }
        try {
            return Filter.create(settings.query().replace("%s", Filter.encodeValue(name)));
        } catch (LDAPException e) {
            LOG.error("query_string under [LDAP] is no filter: {}", e.getMessage());
            throw new Refusal(Reason.UNAVAILABLE, "accounts can't be looked up now");
        }
    }

    private List<SearchResultEntry> search(Filter filter) {
        return search(filter, MOST);
    }

    private List<SearchResultEntry> search(Filter filter, int most) {
        try {
            SearchScope scope = switch (settings.scope()) {
                case SUBTREE -> SearchScope.SUB;
                case ONE -> SearchScope.ONE;
                case BASE -> SearchScope.BASE;
            };
            SearchRequest request = new SearchRequest(
                    settings.baseDn(),
                    scope,
                    DereferencePolicy.NEVER,
                    most,
                    Math.toIntExact(settings.patience().toSeconds()),
                    false,
                    filter,
                    attributes);
            return pool.search(request).getSearchEntries();
        } catch (LDAPSearchException e) {
            if (e.getResultCode().equals(ResultCode.SIZE_LIMIT_EXCEEDED)) {
                return e.getSearchEntries();
            }
            if (e.getResultCode().equals(ResultCode.NO_SUCH_OBJECT)) {
                LOG.warn("the directory has no {}", settings.baseDn());
            }
            throw unavailable(e);
        }
    }

    private static Refusal unavailable(LDAPException trouble) {
        LOG.warn(
                "the directory can't be asked: {} {}",
                trouble.getResultCode(),
                trouble.getExceptionMessage(false, false));
        return new Refusal(Reason.UNAVAILABLE, "accounts can't be looked up now", trouble);
    }

    /** An entry with a number is an account; DBMail's mailboxes belong to numbers. */
    private Optional<ForeignAccount> account(Entry entry) {
        LdapSettings.Fields fields = settings.fields();
        String login = entry.getAttributeValue(fields.uid());
        OptionalLong id = number(entry, fields.nid());
        return login == null || id.isEmpty()
                ? Optional.empty()
                : Optional.of(new ForeignAccount(
                        login,
                        id,
                        number(entry, fields.cid()),
                        OptionalLong.of(number(entry, fields.quota()).orElse(0)),
                        true,
                        Optional.empty(),
                        entry.getDN()));
    }

    private static OptionalLong number(Entry entry, String attribute) {
        String text = entry.getAttributeValue(attribute);
        return text != null && text.matches("[0-9]{1,18}")
                ? OptionalLong.of(Long.parseLong(text))
                : OptionalLong.empty();
    }

    @Override
    public void close() {
        pool.close();
    }
}
