--liquibase formatted sql

-- What a user lets happen to new mail: Sieve scripts, filters, notices and replies.

--changeset dbmail:rules-postgresql dbms:postgresql,h2
CREATE SEQUENCE ${prefix}sievescripts_idnr_seq;
CREATE TABLE ${prefix}sievescripts (
  id         bigint       NOT NULL DEFAULT nextval('${prefix}sievescripts_idnr_seq'),
  owner_idnr bigint       NOT NULL,
  active     smallint     NOT NULL DEFAULT '0',
  name       varchar(100) NOT NULL DEFAULT '',
  script     text         NOT NULL DEFAULT '',
  CONSTRAINT ${prefix}sievescripts_pkey PRIMARY KEY (id),
  CONSTRAINT ${prefix}sievescripts_owner_idnr_fkey FOREIGN KEY (owner_idnr)
    REFERENCES ${prefix}users (user_idnr) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE UNIQUE INDEX ${prefix}sievescripts_1 ON ${prefix}sievescripts (owner_idnr, name);
CREATE INDEX ${prefix}sievescripts_2 ON ${prefix}sievescripts (owner_idnr, active);
CREATE SEQUENCE ${prefix}filters_id_seq;
CREATE TABLE ${prefix}filters (
  user_id     bigint       NOT NULL,
  id          bigint       NOT NULL DEFAULT nextval('${prefix}filters_id_seq'),
  headername  varchar(128) NOT NULL,
  headervalue varchar(255) NOT NULL,
  mailbox     varchar(100) NOT NULL,
  CONSTRAINT ${prefix}filters_pkey PRIMARY KEY (user_id, id),
  CONSTRAINT ${prefix}filters_user_id_fkey FOREIGN KEY (user_id)
    REFERENCES ${prefix}users (user_idnr) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE TABLE ${prefix}auto_notifications (
  user_idnr      bigint NOT NULL,
  notify_address varchar(100),
  CONSTRAINT ${prefix}auto_notifications_pkey PRIMARY KEY (user_idnr),
  CONSTRAINT ${prefix}auto_notifications_user_idnr_fkey FOREIGN KEY (user_idnr)
    REFERENCES ${prefix}users (user_idnr) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE TABLE ${prefix}auto_replies (
  user_idnr  bigint    NOT NULL,
  start_date timestamp NOT NULL,
  stop_date  timestamp NOT NULL,
  reply_body text,
  CONSTRAINT ${prefix}auto_replies_pkey PRIMARY KEY (user_idnr),
  CONSTRAINT ${prefix}auto_replies_user_idnr_fkey FOREIGN KEY (user_idnr)
    REFERENCES ${prefix}users (user_idnr) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE TABLE ${prefix}replycache (
  to_addr   varchar(100) NOT NULL DEFAULT '',
  from_addr varchar(100) NOT NULL DEFAULT '',
  handle    varchar(100)          DEFAULT '',
  lastseen  timestamp    NOT NULL
);
CREATE UNIQUE INDEX ${bare}replycache_1 ON ${prefix}replycache (to_addr, from_addr, handle);

--changeset dbmail:rules-mysql dbms:mysql,mariadb
CREATE TABLE IF NOT EXISTS ${prefix}sievescripts (
  id         bigint(20) unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
  owner_idnr bigint(20) unsigned          DEFAULT NULL,
  name       varchar(255)        NOT NULL,
  script     text,
  active     tinyint(1)          NOT NULL DEFAULT 0,
  UNIQUE KEY owner_idnr_2 (owner_idnr, name),
  KEY name (name),
  KEY owner_idnr (owner_idnr),
  CONSTRAINT ${prefix}sievescripts_ibfk_1 FOREIGN KEY (owner_idnr)
    REFERENCES ${prefix}users (user_idnr) ON UPDATE CASCADE ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE IF NOT EXISTS ${prefix}filters (
  id          bigint(20) unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
  user_id     bigint(20) unsigned NOT NULL,
  headername  varchar(255)        NOT NULL,
  headervalue varchar(255)        NOT NULL,
  mailbox     varchar(255)        NOT NULL,
  KEY user_id (user_id),
  CONSTRAINT ${prefix}filters_ibfk_1 FOREIGN KEY (user_id)
    REFERENCES ${prefix}users (user_idnr) ON UPDATE CASCADE ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE IF NOT EXISTS ${prefix}auto_notifications (
  user_idnr      bigint(20) unsigned NOT NULL,
  notify_address varchar(100)        NOT NULL DEFAULT '',
  KEY user_idnr_index (user_idnr),
  CONSTRAINT ${prefix}auto_notifications_fk_dbmail_users FOREIGN KEY (user_idnr)
    REFERENCES ${prefix}users (user_idnr) ON UPDATE CASCADE ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE IF NOT EXISTS ${prefix}auto_replies (
  user_idnr  bigint(20) unsigned NOT NULL DEFAULT 0,
  start_date datetime            NOT NULL,
  stop_date  datetime            NOT NULL,
  reply_body mediumtext,
  KEY user_idnr_index (user_idnr),
  CONSTRAINT ${prefix}auto_replies_fk_dbmail_users FOREIGN KEY (user_idnr)
    REFERENCES ${prefix}users (user_idnr) ON UPDATE CASCADE ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE IF NOT EXISTS ${prefix}replycache (
  to_addr   varchar(255) NOT NULL DEFAULT '',
  from_addr varchar(255) NOT NULL DEFAULT '',
  handle    varchar(255) NOT NULL DEFAULT '',
  lastseen  datetime     NOT NULL DEFAULT '1000-01-01 00:00:00',
  UNIQUE KEY replycache_1 (to_addr, from_addr, handle)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

--changeset dbmail:rules-sqlite dbms:sqlite
CREATE TABLE ${prefix}sievescripts (
  owner_idnr INTEGER NOT NULL DEFAULT '0',
  name       TEXT    NOT NULL,
  script     TEXT,
  active     BOOLEAN NOT NULL DEFAULT '0'
);
CREATE INDEX ${prefix}sievescripts_1 ON ${prefix}sievescripts (name);
CREATE INDEX ${prefix}sievescripts_2 ON ${prefix}sievescripts (owner_idnr);
CREATE UNIQUE INDEX ${prefix}sievescripts_3 ON ${prefix}sievescripts (owner_idnr, name);
CREATE TABLE ${prefix}filters (
  id          INTEGER PRIMARY KEY,
  user_id     INTEGER NOT NULL,
  headername  TEXT    NOT NULL,
  headervalue TEXT    NOT NULL,
  mailbox     TEXT    NOT NULL
);
CREATE UNIQUE INDEX ${prefix}filters_index_1 ON ${prefix}filters (user_id, id);
CREATE TABLE ${prefix}auto_notifications (
  user_idnr      INTEGER PRIMARY KEY,
  notify_address TEXT
);
CREATE TABLE ${prefix}auto_replies (
  user_idnr  INTEGER PRIMARY KEY,
  reply_body TEXT,
  start_date DATETIME NOT NULL DEFAULT '1980-01-01 22:05:58',
  stop_date  DATETIME NOT NULL DEFAULT '1980-01-01 22:05:58'
);
CREATE TABLE ${prefix}replycache (
  to_addr   TEXT     NOT NULL DEFAULT '',
  from_addr TEXT     NOT NULL DEFAULT '',
  handle    TEXT     NOT NULL DEFAULT '',
  lastseen  datetime NOT NULL DEFAULT '0000-00-00 00:00:00'
);
CREATE UNIQUE INDEX ${prefix}replycache_1 ON ${prefix}replycache (to_addr, from_addr, handle);
