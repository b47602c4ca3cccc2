--liquibase formatted sql

-- Physical messages, their places in mailboxes, and keywords.

--changeset dbmail:messages-postgresql dbms:postgresql,h2
CREATE SEQUENCE ${prefix}physmessage_id_seq;
CREATE TABLE ${prefix}physmessage (
  id            bigint NOT NULL DEFAULT nextval('${prefix}physmessage_id_seq'),
  messagesize   bigint NOT NULL DEFAULT '0',
  rfcsize       bigint NOT NULL DEFAULT '0',
  internal_date timestamp,
  CONSTRAINT ${prefix}physmessage_pkey PRIMARY KEY (id)
);
CREATE SEQUENCE ${prefix}message_idnr_seq;
CREATE TABLE ${prefix}messages (
  message_idnr   bigint      NOT NULL DEFAULT nextval('${prefix}message_idnr_seq'),
  mailbox_idnr   bigint,
  physmessage_id bigint,
  seen_flag      smallint    NOT NULL DEFAULT '0',
  answered_flag  smallint    NOT NULL DEFAULT '0',
  deleted_flag   smallint    NOT NULL DEFAULT '0',
  flagged_flag   smallint    NOT NULL DEFAULT '0',
  recent_flag    smallint    NOT NULL DEFAULT '0',
  draft_flag     smallint    NOT NULL DEFAULT '0',
  unique_id      varchar(70) NOT NULL,
  status         smallint    NOT NULL DEFAULT '0',
  seq            bigint      NOT NULL DEFAULT '0',
  CONSTRAINT ${prefix}messages_pkey PRIMARY KEY (message_idnr),
  CONSTRAINT ${prefix}messages_mailbox_idnr_fkey FOREIGN KEY (mailbox_idnr)
    REFERENCES ${prefix}mailboxes (mailbox_idnr) ON UPDATE CASCADE ON DELETE CASCADE,
  CONSTRAINT ${prefix}messages_physmessage_id_fkey FOREIGN KEY (physmessage_id)
    REFERENCES ${prefix}physmessage (id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX ${prefix}messages_1 ON ${prefix}messages (mailbox_idnr);
CREATE INDEX ${prefix}messages_2 ON ${prefix}messages (physmessage_id);
CREATE INDEX ${prefix}messages_3 ON ${prefix}messages (seen_flag);
CREATE INDEX ${prefix}messages_4 ON ${prefix}messages (unique_id);
CREATE INDEX ${prefix}messages_5 ON ${prefix}messages (status);
CREATE INDEX ${prefix}messages_7 ON ${prefix}messages (mailbox_idnr, status, seen_flag);
CREATE INDEX ${prefix}messages_8 ON ${prefix}messages (mailbox_idnr, status, recent_flag);
CREATE INDEX ${prefix}messages_seq_index ON ${prefix}messages (seq);
CREATE TABLE ${prefix}keywords (
  message_idnr bigint      NOT NULL,
  keyword      varchar(64) NOT NULL,
  CONSTRAINT ${prefix}keywords_pkey PRIMARY KEY (message_idnr, keyword),
  CONSTRAINT ${prefix}keywords_fkey FOREIGN KEY (message_idnr)
    REFERENCES ${prefix}messages (message_idnr) ON UPDATE CASCADE ON DELETE CASCADE
);

--changeset dbmail:messages-postgresql-partial dbms:postgresql
CREATE INDEX ${prefix}messages_6 ON ${prefix}messages (status) WHERE status < '2'::smallint;

--changeset dbmail:messages-mysql dbms:mysql,mariadb
CREATE TABLE IF NOT EXISTS ${prefix}physmessage (
  id            bigint(20) unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
  messagesize   bigint(20) unsigned NOT NULL DEFAULT 0,
  rfcsize       bigint(20) unsigned NOT NULL DEFAULT 0,
  internal_date datetime            NOT NULL DEFAULT '1000-01-01 00:00:00'
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE IF NOT EXISTS ${prefix}messages (
  message_idnr   bigint(20) unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
  mailbox_idnr   bigint(20) unsigned NOT NULL DEFAULT 0,
  physmessage_id bigint(20) unsigned NOT NULL DEFAULT 0,
  seen_flag      tinyint(1)          NOT NULL DEFAULT 0,
  answered_flag  tinyint(1)          NOT NULL DEFAULT 0,
  deleted_flag   tinyint(1)          NOT NULL DEFAULT 0,
  flagged_flag   tinyint(1)          NOT NULL DEFAULT 0,
  recent_flag    tinyint(1)          NOT NULL DEFAULT 0,
  draft_flag     tinyint(1)          NOT NULL DEFAULT 0,
  unique_id      varchar(70)         NOT NULL DEFAULT '',
  status         tinyint(3) unsigned NOT NULL DEFAULT 0,
  seq            bigint(20)          NOT NULL DEFAULT 0,
  KEY physmessage_id_index (physmessage_id),
  KEY mailbox_idnr_index (mailbox_idnr),
  KEY seen_flag_index (seen_flag),
  KEY unique_id_index (unique_id),
  KEY status_index (status),
  KEY mailbox_status (mailbox_idnr, status),
  KEY ${prefix}messages_seq_index (seq),
  CONSTRAINT ${prefix}messages_ibfk_1 FOREIGN KEY (physmessage_id)
    REFERENCES ${prefix}physmessage (id) ON UPDATE CASCADE ON DELETE CASCADE,
  CONSTRAINT ${prefix}messages_ibfk_2 FOREIGN KEY (mailbox_idnr)
    REFERENCES ${prefix}mailboxes (mailbox_idnr) ON UPDATE CASCADE ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE IF NOT EXISTS ${prefix}keywords (
  message_idnr bigint(20) unsigned NOT NULL DEFAULT 0,
  keyword      varchar(255)        NOT NULL,
  PRIMARY KEY (message_idnr, keyword),
  CONSTRAINT ${prefix}keywords_ibfk_1 FOREIGN KEY (message_idnr)
    REFERENCES ${prefix}messages (message_idnr) ON UPDATE CASCADE ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

--changeset dbmail:messages-sqlite dbms:sqlite
CREATE TABLE ${prefix}physmessage (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  messagesize   INTEGER  NOT NULL DEFAULT '0',
  rfcsize       INTEGER  NOT NULL DEFAULT '0',
  internal_date DATETIME NOT NULL DEFAULT '0'
);
CREATE TABLE ${prefix}messages (
  message_idnr   INTEGER PRIMARY KEY AUTOINCREMENT,
  mailbox_idnr   INTEGER          NOT NULL DEFAULT '0',
  physmessage_id INTEGER          NOT NULL DEFAULT '0',
  seen_flag      BOOLEAN          NOT NULL DEFAULT '0',
  answered_flag  BOOLEAN          NOT NULL DEFAULT '0',
  deleted_flag   BOOLEAN          NOT NULL DEFAULT '0',
  flagged_flag   BOOLEAN          NOT NULL DEFAULT '0',
  recent_flag    BOOLEAN          NOT NULL DEFAULT '0',
  draft_flag     BOOLEAN          NOT NULL DEFAULT '0',
  unique_id      TEXT             NOT NULL,
  status         BOOLEAN unsigned NOT NULL DEFAULT '0',
  seq            INTEGER          NOT NULL DEFAULT '0'
);
CREATE INDEX ${prefix}messages_1 ON ${prefix}messages (mailbox_idnr);
CREATE INDEX ${prefix}messages_2 ON ${prefix}messages (physmessage_id);
CREATE INDEX ${prefix}messages_3 ON ${prefix}messages (seen_flag);
CREATE INDEX ${prefix}messages_4 ON ${prefix}messages (unique_id);
CREATE INDEX ${prefix}messages_5 ON ${prefix}messages (status);
CREATE INDEX ${prefix}messages_6 ON ${prefix}messages (mailbox_idnr, status);
CREATE INDEX ${prefix}messages_7 ON ${prefix}messages (mailbox_idnr, status, seen_flag);
CREATE INDEX ${prefix}messages_8 ON ${prefix}messages (mailbox_idnr, status, recent_flag);
CREATE INDEX ${prefix}messages_seq_index ON ${prefix}messages (seq);
CREATE TABLE ${prefix}keywords (
  keyword      TEXT NOT NULL,
  message_idnr INT  NOT NULL
);
CREATE UNIQUE INDEX ${prefix}keywords_1 ON ${prefix}keywords (keyword, message_idnr);
