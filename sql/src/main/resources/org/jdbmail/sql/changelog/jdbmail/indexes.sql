--liquibase formatted sql

-- Indexes that DBMail's tables lack: "what changed in this mailbox since" and "this mailbox in UID order".

--changeset jdbmail:indexes-postgresql dbms:postgresql,h2
CREATE INDEX j${prefix}messages_seq_idx ON ${prefix}messages (mailbox_idnr, seq);
CREATE INDEX j${prefix}messages_uid_idx ON ${prefix}messages (mailbox_idnr, message_idnr);

--changeset jdbmail:indexes-mysql dbms:mysql,mariadb
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:0 SELECT COUNT(*) FROM information_schema.statistics WHERE table_schema = DATABASE() AND index_name = 'j${prefix}messages_seq_idx'
-- InnoDB ends every index with the primary key, so that DBMail's index on (mailbox_idnr) is in UID order already.
CREATE INDEX j${prefix}messages_seq_idx ON ${prefix}messages (mailbox_idnr, seq);

--changeset jdbmail:indexes-sqlite dbms:sqlite
-- DBMail's index on (mailbox_idnr) ends with the rowid, which is message_idnr. Its only index on keywords begins with
-- the keyword, so that deleting a message would read the whole table.
CREATE INDEX j${prefix}messages_seq_idx ON ${prefix}messages (mailbox_idnr, seq);
CREATE INDEX j${prefix}keywords_message_idx ON ${prefix}keywords (message_idnr);

--changeset jdbmail:lookups-sqlite dbms:sqlite
-- Recipients and logins are looked up without regard to case; PostgreSQL has DBMail's indexes for that, and MySQL's
-- collation does it. And whether a header value, or name, is still in use would read the whole table.
CREATE INDEX j${prefix}users_lower_idx ON ${prefix}users (lower(userid));
CREATE INDEX j${prefix}aliases_lower_idx ON ${prefix}aliases (lower(alias));
CREATE INDEX j${prefix}header_name_idx ON ${prefix}header (headername_id);
CREATE INDEX j${prefix}header_value_idx ON ${prefix}header (headervalue_id);

--changeset jdbmail:mailbox-references-postgresql dbms:postgresql,h2
-- From a mailbox to who is subscribed to it and who has rights on it: its deletion would read all of both. MySQL has an index for
-- each foreign key, SQLite one of DBMail's for the rights.
CREATE INDEX j${prefix}subscription_mailbox_idx ON ${prefix}subscription (mailbox_id);
CREATE INDEX j${prefix}acl_mailbox_idx ON ${prefix}acl (mailbox_id);

--changeset jdbmail:mailbox-references-sqlite dbms:sqlite
CREATE INDEX j${prefix}subscription_mailbox_idx ON ${prefix}subscription (mailbox_id);

--changeset jdbmail:logins-of-an-account
-- Everybody may look at his own last logins, and the log of a server may have millions of others. It is in the order of the log.
CREATE INDEX j${prefix}authlog_userid_idx ON ${prefix}authlog (userid, id);
