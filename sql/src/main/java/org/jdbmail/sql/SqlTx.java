package org.jdbmail.sql;

import java.util.List;
import org.jdbmail.core.store.AccessLists;
import org.jdbmail.core.store.Aliases;
import org.jdbmail.core.store.Annotations;
import org.jdbmail.core.store.Answers;
import org.jdbmail.core.store.Audit;
import org.jdbmail.core.store.AuthLog;
import org.jdbmail.core.store.Contents;
import org.jdbmail.core.store.DkimKeys;
import org.jdbmail.core.store.Domains;
import org.jdbmail.core.store.Failures;
import org.jdbmail.core.store.History;
import org.jdbmail.core.store.LoginRules;
import org.jdbmail.core.store.MailQueue;
import org.jdbmail.core.store.Mailboxes;
import org.jdbmail.core.store.Messages;
import org.jdbmail.core.store.Presence;
import org.jdbmail.core.store.QuotaWarnings;
import org.jdbmail.core.store.Quotas;
import org.jdbmail.core.store.Retentions;
import org.jdbmail.core.store.Routing;
import org.jdbmail.core.store.Rules;
import org.jdbmail.core.store.Secrets;
import org.jdbmail.core.store.SieveScripts;
import org.jdbmail.core.store.Subscriptions;
import org.jdbmail.core.store.Tx;
import org.jdbmail.core.store.Users;
import org.jdbmail.core.store.WebAccess;
import org.jdbmail.sql.account.DomainCounts;
import org.jdbmail.sql.account.LimitsInUse;
import org.jdbmail.sql.account.SqlAccessLists;
import org.jdbmail.sql.account.SqlAliases;
import org.jdbmail.sql.account.SqlAnnotations;
import org.jdbmail.sql.account.SqlAnswers;
import org.jdbmail.sql.account.SqlAudit;
import org.jdbmail.sql.account.SqlAuthLog;
import org.jdbmail.sql.account.SqlDkimKeys;
import org.jdbmail.sql.account.SqlDomains;
import org.jdbmail.sql.account.SqlFailuresOfLogins;
import org.jdbmail.sql.account.SqlHistory;
import org.jdbmail.sql.account.SqlLoginRules;
import org.jdbmail.sql.account.SqlMailboxes;
import org.jdbmail.sql.account.SqlPresence;
import org.jdbmail.sql.account.SqlQuotaWarnings;
import org.jdbmail.sql.account.SqlQuotas;
import org.jdbmail.sql.account.SqlRetentions;
import org.jdbmail.sql.account.SqlRouting;
import org.jdbmail.sql.account.SqlRules;
import org.jdbmail.sql.account.SqlSecrets;
import org.jdbmail.sql.account.SqlSieveScripts;
import org.jdbmail.sql.account.SqlSubscriptions;
import org.jdbmail.sql.account.SqlUsers;
import org.jdbmail.sql.account.SqlWebAccess;
import org.jdbmail.sql.content.ContentLayout;
import org.jdbmail.sql.content.SqlContents;
import org.jdbmail.sql.jdbc.Db;
import org.jdbmail.sql.message.SqlMessages;
import org.jdbmail.sql.queue.SqlQueue;

/** The aggregates on one transaction's connection; each is a small object, made when it is asked for. */
record SqlTx(Db db, List<ContentLayout> layouts, LimitsInUse limits, DomainCounts counts, Runnable removalIsDue)
        implements Tx {
    @Override
    public Users users() {
        return new SqlUsers(db, new SqlMailboxes(db, removalIsDue), counts);
    }

    @Override
    public Aliases aliases() {
        return new SqlAliases(db, counts);
    }

    @Override
    public Routing routing() {
        return new SqlRouting(db);
    }

    @Override
    public Mailboxes mailboxes() {
        return new SqlMailboxes(db, removalIsDue);
    }

    @Override
    public AccessLists accessLists() {
        return new SqlAccessLists(db);
    }

    @Override
    public Quotas quotas() {
        return new SqlQuotas(db, limits);
    }

    @Override
    public Annotations annotations() {
        return new SqlAnnotations(db);
    }

    @Override
    public SieveScripts sieveScripts() {
        return new SqlSieveScripts(db);
    }

    @Override
    public Subscriptions subscriptions() {
        return new SqlSubscriptions(db);
    }

    @Override
    public Messages messages() {
        return new SqlMessages(db);
    }

    @Override
    public Contents contents() {
        return new SqlContents(db, layouts);
    }

    @Override
    public Failures failures() {
        return new SqlFailuresOfLogins(db);
    }

    @Override
    public Secrets secrets() {
        return new SqlSecrets(db);
    }

    @Override
    public LoginRules loginRules() {
        return new SqlLoginRules(db);
    }

    @Override
    public AuthLog authLog() {
        return new SqlAuthLog(db);
    }

    @Override
    public Rules rules() {
        return new SqlRules(db);
    }

    @Override
    public MailQueue queue() {
        return new SqlQueue(db);
    }

    @Override
    public Domains domains() {
        return new SqlDomains(db, limits);
    }

    @Override
    public DkimKeys dkimKeys() {
        return new SqlDkimKeys(db);
    }

    @Override
    public Answers answers() {
        return new SqlAnswers(db);
    }

    @Override
    public Presence presence() {
        return new SqlPresence(db);
    }

    @Override
    public Retentions retentions() {
        return new SqlRetentions(db);
    }

    @Override
    public QuotaWarnings quotaWarnings() {
        return new SqlQuotaWarnings(db);
    }

    @Override
    public WebAccess web() {
        return new SqlWebAccess(db);
    }

    @Override
    public Audit audit() {
        return new SqlAudit(db);
    }

    @Override
    public History history() {
        return new SqlHistory(db);
    }
}
