--liquibase formatted sql

-- What moving mail needs: which messages were brought from elsewhere, so that a second try brings none twice; and when messages were
-- expunged, so that they can be had back for some days.

--changeset jdbmail:moving-postgresql dbms:postgresql,h2
CREATE TABLE j${prefix}imported (
  mailbox_idnr bigint      NOT NULL,
  origin       varchar(64) NOT NULL,
  message_idnr bigint      NOT NULL,
  CONSTRAINT j${prefix}imported_pkey PRIMARY KEY (mailbox_idnr, origin),
  CONSTRAINT j${prefix}imported_mailbox_idnr_fkey FOREIGN KEY (mailbox_idnr)
    REFERENCES ${prefix}mailboxes (mailbox_idnr) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE TABLE j${prefix}expunge (
  mailbox_idnr bigint    NOT NULL,
  seq          bigint    NOT NULL,
  done         timestamp NOT NULL,
  CONSTRAINT j${prefix}expunge_pkey PRIMARY KEY (mailbox_idnr, seq),
  CONSTRAINT j${prefix}expunge_mailbox_idnr_fkey FOREIGN KEY (mailbox_idnr)
    REFERENCES ${prefix}mailboxes (mailbox_idnr) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX j${prefix}expunge_done_idx ON j${prefix}expunge (done);

--changeset jdbmail:moving-mysql dbms:mysql,mariadb
CREATE TABLE IF NOT EXISTS j${prefix}imported (
  mailbox_idnr bigint(20) unsigned NOT NULL,
  origin       varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  message_idnr bigint(20) unsigned NOT NULL,
  PRIMARY KEY (mailbox_idnr, origin),
  CONSTRAINT j${prefix}imported_mailbox_idnr_fkey FOREIGN KEY (mailbox_idnr)
    REFERENCES ${prefix}mailboxes (mailbox_idnr) ON UPDATE CASCADE ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE IF NOT EXISTS j${prefix}expunge (
  mailbox_idnr bigint(20) unsigned NOT NULL,
  seq          bigint(20)          NOT NULL,
  done         datetime            NOT NULL,
  PRIMARY KEY (mailbox_idnr, seq),
  KEY j${prefix}expunge_done_idx (done),
  CONSTRAINT j${prefix}expunge_mailbox_idnr_fkey FOREIGN KEY (mailbox_idnr)
    REFERENCES ${prefix}mailboxes (mailbox_idnr) ON UPDATE CASCADE ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

--changeset jdbmail:moving-sqlite dbms:sqlite
CREATE TABLE j${prefix}imported (
  mailbox_idnr INTEGER NOT NULL REFERENCES ${prefix}mailboxes (mailbox_idnr) ON UPDATE CASCADE ON DELETE CASCADE,
  origin       TEXT    NOT NULL,
  message_idnr INTEGER NOT NULL,
  PRIMARY KEY (mailbox_idnr, origin)
) WITHOUT ROWID;
CREATE TABLE j${prefix}expunge (
  mailbox_idnr INTEGER  NOT NULL REFERENCES ${prefix}mailboxes (mailbox_idnr) ON UPDATE CASCADE ON DELETE CASCADE,
  seq          INTEGER  NOT NULL,
  done         DATETIME NOT NULL,
  PRIMARY KEY (mailbox_idnr, seq)
) WITHOUT ROWID;
CREATE INDEX j${prefix}expunge_done_idx ON j${prefix}expunge (done);
