package org.jdbmail.imapd.session;

import org.jdbmail.core.delivery.Spools;
import org.jdbmail.core.index.MailboxIndexes;
import org.jdbmail.core.mailbox.LongLists;
import org.jdbmail.core.reading.Readings;
import org.jdbmail.core.sasl.SaslGate;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.watch.Tracer;
import org.jdbmail.core.work.WorkPool;

/** What all sessions of a server share. */
public record Shared(
        Store store,
        MailboxIndexes indexes,
        SaslGate logins,
        Spools spools,
        Readings readings,
        WorkPool work,
        LongLists longLists,
        ImapOptions options,
        Tracer tracer,
        NoticeLoad noticeLoad) {}
