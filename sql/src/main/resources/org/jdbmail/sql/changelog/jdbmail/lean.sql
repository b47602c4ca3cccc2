--liquibase formatted sql

-- Indexes of DBMail's that no statement of ours is helped by and that every delivery and every change of flags pays for. They are
-- taken out of databases that we made; those that DBMail made keep them, since DBMail may still be at work there. On
-- PostgreSQL the one on mailboxes costs most: with it, no new seq of a mailbox can take the place of the old row.

--changeset jdbmail:lean-postgresql dbms:postgresql
-- messages_1 (mailbox_idnr) is the beginning of our index on (mailbox_idnr, message_idnr); messages_6 has all rows but tombstones.
DROP INDEX IF EXISTS ${prefix}mailboxes_seq;
DROP INDEX IF EXISTS ${prefix}messages_1;
DROP INDEX IF EXISTS ${prefix}messages_3;
DROP INDEX IF EXISTS ${prefix}messages_6;
DROP INDEX IF EXISTS ${prefix}messages_seq_index;

--changeset jdbmail:lean-mysql-mailboxes dbms:mysql,mariadb
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:1 SELECT COUNT(*) FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = '${prefix}mailboxes' AND index_name = 'seq_index'
DROP INDEX seq_index ON ${prefix}mailboxes;

--changeset jdbmail:lean-mysql-seen dbms:mysql,mariadb
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:1 SELECT COUNT(*) FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = '${prefix}messages' AND index_name = 'seen_flag_index'
DROP INDEX seen_flag_index ON ${prefix}messages;

--changeset jdbmail:lean-mysql-messages dbms:mysql,mariadb
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:1 SELECT COUNT(*) FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = '${prefix}messages' AND index_name = '${prefix}messages_seq_index'
DROP INDEX ${prefix}messages_seq_index ON ${prefix}messages;

--changeset jdbmail:lean-sqlite dbms:sqlite
-- messages_6 (mailbox_idnr, status) is the beginning of two others.
DROP INDEX IF EXISTS ${prefix}mailbox_4;
DROP INDEX IF EXISTS ${prefix}messages_3;
DROP INDEX IF EXISTS ${prefix}messages_6;
DROP INDEX IF EXISTS ${prefix}messages_seq_index;

--changeset jdbmail:lean-2-postgresql dbms:postgresql
-- Messages by unique_id (4), by status (5), and those unseen and recent in each mailbox (7, 8). Of the second only the few rows matter
-- that the upkeep looks for.
CREATE INDEX j${prefix}messages_expunged_idx ON ${prefix}messages (status, mailbox_idnr) WHERE status > 1;
DROP INDEX IF EXISTS ${prefix}messages_4;
DROP INDEX IF EXISTS ${prefix}messages_5;
DROP INDEX IF EXISTS ${prefix}messages_7;
DROP INDEX IF EXISTS ${prefix}messages_8;

--changeset jdbmail:lean-2-mysql-unique-id dbms:mysql,mariadb
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:1 SELECT COUNT(*) FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = '${prefix}messages' AND index_name = 'unique_id_index'
DROP INDEX unique_id_index ON ${prefix}messages;

--changeset jdbmail:lean-2-mysql-status dbms:mysql,mariadb
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:1 SELECT COUNT(DISTINCT index_name) FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = '${prefix}messages' AND index_name = 'mailbox_status'
DROP INDEX mailbox_status ON ${prefix}messages;

--changeset jdbmail:lean-2-sqlite dbms:sqlite
CREATE INDEX j${prefix}messages_expunged_idx ON ${prefix}messages (status, mailbox_idnr) WHERE status > 1;
DROP INDEX IF EXISTS ${prefix}messages_4;
DROP INDEX IF EXISTS ${prefix}messages_5;
DROP INDEX IF EXISTS ${prefix}messages_7;
DROP INDEX IF EXISTS ${prefix}messages_8;
