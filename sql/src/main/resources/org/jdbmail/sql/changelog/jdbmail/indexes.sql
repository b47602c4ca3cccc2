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
