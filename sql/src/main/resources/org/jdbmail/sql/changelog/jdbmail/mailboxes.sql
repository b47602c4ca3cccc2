--liquibase formatted sql

-- What DBMail forgets of a mailbox: how far its UIDs have come, and which tombstones are gone.

--changeset jdbmail:mailboxes-postgresql dbms:postgresql,h2
CREATE TABLE j${prefix}mailbox_state (
  mailbox_idnr bigint NOT NULL,
  uid_next     bigint NOT NULL DEFAULT 1,
  purged_seq   bigint NOT NULL DEFAULT 0,
  special_use  varchar(64),
  CONSTRAINT j${prefix}mailbox_state_pkey PRIMARY KEY (mailbox_idnr),
  CONSTRAINT j${prefix}mailbox_state_mailbox_idnr_fkey FOREIGN KEY (mailbox_idnr)
    REFERENCES ${prefix}mailboxes (mailbox_idnr) ON UPDATE CASCADE ON DELETE CASCADE
);

--changeset jdbmail:mailboxes-mysql dbms:mysql,mariadb
CREATE TABLE IF NOT EXISTS j${prefix}mailbox_state (
  mailbox_idnr bigint(20) unsigned NOT NULL PRIMARY KEY,
  uid_next     bigint(20)          NOT NULL DEFAULT 1,
  purged_seq   bigint(20)          NOT NULL DEFAULT 0,
  special_use  varchar(64)                  DEFAULT NULL,
  CONSTRAINT j${prefix}mailbox_state_mailbox_idnr_fkey FOREIGN KEY (mailbox_idnr)
    REFERENCES ${prefix}mailboxes (mailbox_idnr) ON UPDATE CASCADE ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

--changeset jdbmail:mailboxes-sqlite dbms:sqlite
CREATE TABLE j${prefix}mailbox_state (
  mailbox_idnr INTEGER NOT NULL PRIMARY KEY
    REFERENCES ${prefix}mailboxes (mailbox_idnr) ON UPDATE CASCADE ON DELETE CASCADE,
  uid_next     INTEGER NOT NULL DEFAULT 1,
  purged_seq   INTEGER NOT NULL DEFAULT 0,
  special_use  TEXT
);

--changeset jdbmail:gone-sqlite dbms:sqlite endDelimiter:;;
-- Where DBMail made the table, SQLite would give the id of the newest mailbox again when that is deleted. The largest id that
-- ever was stands where SQLite keeps it for tables with AUTOINCREMENT, and is minded when we make a mailbox.
INSERT INTO sqlite_sequence (name, seq)
  SELECT '${prefix}mailboxes', coalesce(max(mailbox_idnr), 0) FROM ${prefix}mailboxes
  WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = '${prefix}mailboxes');;
CREATE TRIGGER j${prefix}mailbox_gone AFTER DELETE ON ${prefix}mailboxes
  BEGIN UPDATE sqlite_sequence SET seq = old.mailbox_idnr
    WHERE name = '${prefix}mailboxes' AND seq < old.mailbox_idnr; END;;
