--liquibase formatted sql

-- Mailboxes that were deleted and have too many messages to go at once: they are nobody's, and are taken away in pieces.

--changeset jdbmail:removal-postgresql dbms:postgresql,h2
CREATE TABLE j${prefix}removal (
  mailbox_idnr bigint NOT NULL,
  charged_idnr bigint NOT NULL,
  CONSTRAINT j${prefix}removal_pkey PRIMARY KEY (mailbox_idnr),
  CONSTRAINT j${prefix}removal_mailbox_idnr_fkey FOREIGN KEY (mailbox_idnr)
    REFERENCES ${prefix}mailboxes (mailbox_idnr) ON UPDATE CASCADE ON DELETE CASCADE
);

--changeset jdbmail:removal-mysql dbms:mysql,mariadb
CREATE TABLE IF NOT EXISTS j${prefix}removal (
  mailbox_idnr bigint(20) unsigned NOT NULL PRIMARY KEY,
  charged_idnr bigint(20) unsigned NOT NULL,
  CONSTRAINT j${prefix}removal_mailbox_idnr_fkey FOREIGN KEY (mailbox_idnr)
    REFERENCES ${prefix}mailboxes (mailbox_idnr) ON UPDATE CASCADE ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

--changeset jdbmail:removal-sqlite dbms:sqlite
CREATE TABLE j${prefix}removal (
  mailbox_idnr INTEGER NOT NULL PRIMARY KEY
    REFERENCES ${prefix}mailboxes (mailbox_idnr) ON UPDATE CASCADE ON DELETE CASCADE,
  charged_idnr INTEGER NOT NULL
);
