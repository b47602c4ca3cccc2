--liquibase formatted sql

-- Mailboxes, who is subscribed to them and who may do what with them.

--changeset dbmail:mailboxes-postgresql dbms:postgresql,h2
CREATE SEQUENCE ${prefix}mailbox_idnr_seq;
CREATE TABLE ${prefix}mailboxes (
  mailbox_idnr  bigint       NOT NULL DEFAULT nextval('${prefix}mailbox_idnr_seq'),
  owner_idnr    bigint,
  name          varchar(255) NOT NULL,
  seen_flag     smallint     NOT NULL DEFAULT '0',
  answered_flag smallint     NOT NULL DEFAULT '0',
  deleted_flag  smallint     NOT NULL DEFAULT '0',
  flagged_flag  smallint     NOT NULL DEFAULT '0',
  recent_flag   smallint     NOT NULL DEFAULT '0',
  draft_flag    smallint     NOT NULL DEFAULT '0',
  no_inferiors  smallint     NOT NULL DEFAULT '0',
  no_select     smallint     NOT NULL DEFAULT '0',
  permission    smallint     NOT NULL DEFAULT '2',
  seq           bigint       NOT NULL DEFAULT '0',
  CONSTRAINT ${prefix}mailboxes_pkey PRIMARY KEY (mailbox_idnr),
  CONSTRAINT ${prefix}mailboxes_owner_idnr_fkey FOREIGN KEY (owner_idnr)
    REFERENCES ${prefix}users (user_idnr) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX ${prefix}mailboxes_name_idx ON ${prefix}mailboxes (name);
CREATE INDEX ${prefix}mailboxes_owner_idx ON ${prefix}mailboxes (owner_idnr);
CREATE UNIQUE INDEX ${prefix}mailboxes_owner_name_idx ON ${prefix}mailboxes (owner_idnr, name);
CREATE INDEX ${prefix}mailboxes_seq ON ${prefix}mailboxes (seq);
CREATE TABLE ${prefix}subscription (
  user_id    bigint NOT NULL,
  mailbox_id bigint NOT NULL,
  CONSTRAINT ${prefix}subscription_pkey PRIMARY KEY (user_id, mailbox_id),
  CONSTRAINT ${prefix}subscription_user_id_fkey FOREIGN KEY (user_id)
    REFERENCES ${prefix}users (user_idnr) ON UPDATE CASCADE ON DELETE CASCADE,
  CONSTRAINT ${prefix}subscription_mailbox_id_fkey FOREIGN KEY (mailbox_id)
    REFERENCES ${prefix}mailboxes (mailbox_idnr) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE TABLE ${prefix}acl (
  user_id         bigint   NOT NULL,
  mailbox_id      bigint   NOT NULL,
  lookup_flag     smallint NOT NULL DEFAULT '0',
  read_flag       smallint NOT NULL DEFAULT '0',
  seen_flag       smallint NOT NULL DEFAULT '0',
  write_flag      smallint NOT NULL DEFAULT '0',
  insert_flag     smallint NOT NULL DEFAULT '0',
  post_flag       smallint NOT NULL DEFAULT '0',
  create_flag     smallint NOT NULL DEFAULT '0',
  delete_flag     smallint NOT NULL DEFAULT '0',
  deleted_flag    smallint NOT NULL DEFAULT '0',
  expunge_flag    smallint NOT NULL DEFAULT '0',
  administer_flag smallint NOT NULL DEFAULT '0',
  CONSTRAINT ${prefix}acl_pkey PRIMARY KEY (user_id, mailbox_id),
  CONSTRAINT ${prefix}acl_user_id_fkey FOREIGN KEY (user_id)
    REFERENCES ${prefix}users (user_idnr) ON UPDATE CASCADE ON DELETE CASCADE,
  CONSTRAINT ${prefix}acl_mailbox_id_fkey FOREIGN KEY (mailbox_id)
    REFERENCES ${prefix}mailboxes (mailbox_idnr) ON UPDATE CASCADE ON DELETE CASCADE
);

--changeset dbmail:mailboxes-mysql dbms:mysql,mariadb
CREATE TABLE IF NOT EXISTS ${prefix}mailboxes (
  mailbox_idnr  bigint(20) unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
  owner_idnr    bigint(20) unsigned NOT NULL DEFAULT 0,
  name          varchar(255)        NOT NULL DEFAULT '',
  seen_flag     tinyint(1)          NOT NULL DEFAULT 0,
  answered_flag tinyint(1)          NOT NULL DEFAULT 0,
  deleted_flag  tinyint(1)          NOT NULL DEFAULT 0,
  flagged_flag  tinyint(1)          NOT NULL DEFAULT 0,
  recent_flag   tinyint(1)          NOT NULL DEFAULT 0,
  draft_flag    tinyint(1)          NOT NULL DEFAULT 0,
  no_inferiors  tinyint(1)          NOT NULL DEFAULT 0,
  no_select     tinyint(1)          NOT NULL DEFAULT 0,
  permission    tinyint(1)                   DEFAULT 2,
  seq           bigint(20)          NOT NULL DEFAULT 0,
  UNIQUE KEY owner_idnr_name_index (owner_idnr, name),
  KEY name_index (name),
  KEY owner_idnr_index (owner_idnr),
  KEY seq_index (seq),
  CONSTRAINT ${prefix}mailboxes_ibfk_1 FOREIGN KEY (owner_idnr)
    REFERENCES ${prefix}users (user_idnr) ON UPDATE CASCADE ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE IF NOT EXISTS ${prefix}subscription (
  user_id    bigint(20) unsigned NOT NULL DEFAULT 0,
  mailbox_id bigint(20) unsigned NOT NULL DEFAULT 0,
  PRIMARY KEY (user_id, mailbox_id),
  KEY user_id_index (user_id),
  KEY mailbox_id_index (mailbox_id),
  CONSTRAINT ${prefix}subscription_ibfk_1 FOREIGN KEY (user_id)
    REFERENCES ${prefix}users (user_idnr) ON UPDATE CASCADE ON DELETE CASCADE,
  CONSTRAINT ${prefix}subscription_ibfk_2 FOREIGN KEY (mailbox_id)
    REFERENCES ${prefix}mailboxes (mailbox_idnr) ON UPDATE CASCADE ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE IF NOT EXISTS ${prefix}acl (
  user_id         bigint(20) unsigned NOT NULL DEFAULT 0,
  mailbox_id      bigint(20) unsigned NOT NULL DEFAULT 0,
  lookup_flag     tinyint(1)          NOT NULL DEFAULT 0,
  read_flag       tinyint(1)          NOT NULL DEFAULT 0,
  seen_flag       tinyint(1)          NOT NULL DEFAULT 0,
  write_flag      tinyint(1)          NOT NULL DEFAULT 0,
  insert_flag     tinyint(1)          NOT NULL DEFAULT 0,
  post_flag       tinyint(1)          NOT NULL DEFAULT 0,
  create_flag     tinyint(1)          NOT NULL DEFAULT 0,
  delete_flag     tinyint(1)          NOT NULL DEFAULT 0,
  deleted_flag    tinyint(1)          NOT NULL DEFAULT 0,
  expunge_flag    tinyint(1)          NOT NULL DEFAULT 0,
  administer_flag tinyint(1)          NOT NULL DEFAULT 0,
  PRIMARY KEY (user_id, mailbox_id),
  KEY user_id_index (user_id),
  KEY mailbox_id_index (mailbox_id),
  CONSTRAINT ${prefix}acl_ibfk_1 FOREIGN KEY (user_id)
    REFERENCES ${prefix}users (user_idnr) ON UPDATE CASCADE ON DELETE CASCADE,
  CONSTRAINT ${prefix}acl_ibfk_2 FOREIGN KEY (mailbox_id)
    REFERENCES ${prefix}mailboxes (mailbox_idnr) ON UPDATE CASCADE ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

--changeset dbmail:mailboxes-sqlite dbms:sqlite
CREATE TABLE ${prefix}mailboxes (
  mailbox_idnr  INTEGER PRIMARY KEY AUTOINCREMENT,
  owner_idnr    INTEGER     NOT NULL DEFAULT '0',
  name          TEXT BINARY NOT NULL,
  seq           INTEGER     NOT NULL DEFAULT '0',
  seen_flag     BOOLEAN     NOT NULL DEFAULT '0',
  answered_flag BOOLEAN     NOT NULL DEFAULT '0',
  deleted_flag  BOOLEAN     NOT NULL DEFAULT '0',
  flagged_flag  BOOLEAN     NOT NULL DEFAULT '0',
  recent_flag   BOOLEAN     NOT NULL DEFAULT '0',
  draft_flag    BOOLEAN     NOT NULL DEFAULT '0',
  no_inferiors  BOOLEAN     NOT NULL DEFAULT '0',
  no_select     BOOLEAN     NOT NULL DEFAULT '0',
  permission    BOOLEAN              DEFAULT '2'
);
CREATE INDEX ${prefix}mailboxes_1 ON ${prefix}mailboxes (name);
CREATE INDEX ${prefix}mailboxes_2 ON ${prefix}mailboxes (owner_idnr);
CREATE UNIQUE INDEX ${prefix}mailboxes_3 ON ${prefix}mailboxes (owner_idnr, name);
CREATE INDEX ${prefix}mailbox_4 ON ${prefix}mailboxes (seq);
CREATE TABLE ${prefix}subscription (
  user_id    INTEGER NOT NULL,
  mailbox_id INTEGER NOT NULL
);
CREATE UNIQUE INDEX ${prefix}subscriptioin_1 ON ${prefix}subscription (user_id, mailbox_id);
CREATE TABLE ${prefix}acl (
  user_id         INTEGER NOT NULL,
  mailbox_id      INTEGER NOT NULL,
  lookup_flag     BOOLEAN NOT NULL DEFAULT '0',
  read_flag       BOOLEAN NOT NULL DEFAULT '0',
  seen_flag       BOOLEAN NOT NULL DEFAULT '0',
  write_flag      BOOLEAN NOT NULL DEFAULT '0',
  insert_flag     BOOLEAN NOT NULL DEFAULT '0',
  post_flag       BOOLEAN NOT NULL DEFAULT '0',
  create_flag     BOOLEAN NOT NULL DEFAULT '0',
  delete_flag     BOOLEAN NOT NULL DEFAULT '0',
  deleted_flag    BOOLEAN NOT NULL DEFAULT '0',
  expunge_flag    BOOLEAN NOT NULL DEFAULT '0',
  administer_flag BOOLEAN NOT NULL DEFAULT '0'
);
CREATE INDEX ${prefix}acl_1 ON ${prefix}acl (user_id);
CREATE INDEX ${prefix}acl_2 ON ${prefix}acl (mailbox_id);
CREATE UNIQUE INDEX ${prefix}acl_3 ON ${prefix}acl (user_id, mailbox_id);
