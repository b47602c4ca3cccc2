package org.jdbmail.core.store;

/** One transaction: the aggregates of the store as it sees them. Used by one thread, and only until its work returns. */
public interface Tx {
    Users users();

    Aliases aliases();

    Routing routing();

    Mailboxes mailboxes();

    AccessLists accessLists();

    Quotas quotas();

    Annotations annotations();

    Subscriptions subscriptions();

    SieveScripts sieveScripts();

    Messages messages();

    Contents contents();

    AuthLog authLog();

    LoginRules loginRules();

    Secrets secrets();

    Failures failures();

    MailQueue queue();

    Rules rules();

    Domains domains();

    DkimKeys dkimKeys();

    Answers answers();

    Presence presence();

    Retentions retentions();

    QuotaWarnings quotaWarnings();

    WebAccess web();

    Audit audit();

    History history();
}
