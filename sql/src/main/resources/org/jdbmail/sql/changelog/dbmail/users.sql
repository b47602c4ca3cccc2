--liquibase formatted sql

-- Accounts and the addresses that lead to them.

--changeset dbmail:users-postgresql dbms:postgresql,h2
CREATE SEQUENCE ${prefix}user_idnr_seq;
CREATE TABLE ${prefix}users (
  user_idnr       bigint       NOT NULL DEFAULT nextval('${prefix}user_idnr_seq'),
  userid          varchar(100) NOT NULL,
  passwd          varchar(130) NOT NULL,
  client_idnr     bigint       NOT NULL DEFAULT '0',
  maxmail_size    bigint       NOT NULL DEFAULT '0',
  curmail_size    bigint       NOT NULL DEFAULT '0',
  maxsieve_size   bigint       NOT NULL DEFAULT '0',
  cursieve_size   bigint       NOT NULL DEFAULT '0',
  encryption_type varchar(20)  NOT NULL DEFAULT '',
  last_login      timestamp    NOT NULL DEFAULT '1979-11-03 22:05:58',
  spasswd         varchar(130) NOT NULL DEFAULT '',
  saction         smallint     NOT NULL DEFAULT '0',
  active          smallint     NOT NULL DEFAULT '1',
  CONSTRAINT ${prefix}users_pkey PRIMARY KEY (user_idnr)
);
CREATE UNIQUE INDEX ${prefix}users_name_idx ON ${prefix}users (userid);
CREATE SEQUENCE ${prefix}alias_idnr_seq;
CREATE TABLE ${prefix}aliases (
  alias_idnr  bigint       NOT NULL DEFAULT nextval('${prefix}alias_idnr_seq'),
  alias       varchar(100) NOT NULL,
  deliver_to  varchar(250) NOT NULL,
  client_idnr bigint       NOT NULL DEFAULT '0',
  CONSTRAINT ${prefix}aliases_pkey PRIMARY KEY (alias_idnr)
);
CREATE INDEX ${prefix}aliases_alias_idx ON ${prefix}aliases (alias);

--changeset dbmail:users-postgresql-lower dbms:postgresql
CREATE INDEX ${prefix}users_2 ON ${prefix}users (lower(userid));
CREATE INDEX ${prefix}aliases_alias_low_idx ON ${prefix}aliases (lower(alias));

--changeset dbmail:users-mysql dbms:mysql,mariadb
CREATE TABLE IF NOT EXISTS ${prefix}users (
  user_idnr       bigint(20) unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
  userid          varchar(255)        NOT NULL DEFAULT '',
  passwd          varchar(255)        NOT NULL DEFAULT '',
  client_idnr     bigint(20) unsigned NOT NULL DEFAULT 0,
  maxmail_size    bigint(20)          NOT NULL DEFAULT 0,
  curmail_size    bigint(20)          NOT NULL DEFAULT 0,
  maxsieve_size   bigint(20)          NOT NULL DEFAULT 0,
  cursieve_size   bigint(20)          NOT NULL DEFAULT 0,
  encryption_type varchar(255)        NOT NULL DEFAULT '',
  last_login      datetime            NOT NULL DEFAULT '1979-11-03 22:05:58',
  spasswd         varchar(130)        NOT NULL DEFAULT '',
  saction         smallint(6)         NOT NULL DEFAULT 0,
  active          smallint(6)         NOT NULL DEFAULT 1,
  UNIQUE KEY userid_index (userid)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE IF NOT EXISTS ${prefix}aliases (
  alias_idnr  bigint(20) unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
  alias       varchar(255)        NOT NULL DEFAULT '',
  deliver_to  varchar(255)        NOT NULL DEFAULT '',
  client_idnr bigint(20) unsigned NOT NULL DEFAULT 0,
  KEY alias_index (alias),
  KEY client_idnr_index (client_idnr)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

--changeset dbmail:users-sqlite dbms:sqlite
CREATE TABLE ${prefix}users (
  user_idnr       INTEGER PRIMARY KEY AUTOINCREMENT,
  userid          TEXT         NOT NULL,
  passwd          TEXT         NOT NULL,
  client_idnr     INTEGER      NOT NULL DEFAULT '0',
  maxmail_size    INTEGER      NOT NULL DEFAULT '0',
  curmail_size    INTEGER      NOT NULL DEFAULT '0',
  encryption_type TEXT         NOT NULL DEFAULT '',
  last_login      DATETIME     NOT NULL DEFAULT '1979-11-03 22:05:58',
  spasswd         VARCHAR(130) NOT NULL DEFAULT '',
  saction         SMALLINT     NOT NULL DEFAULT '0',
  active          SMALLINT     NOT NULL DEFAULT '1'
);
CREATE UNIQUE INDEX ${prefix}users_1 ON ${prefix}users (userid);
CREATE TABLE ${prefix}aliases (
  alias_idnr  INTEGER PRIMARY KEY,
  alias       TEXT    NOT NULL,
  deliver_to  TEXT    NOT NULL,
  client_idnr INTEGER NOT NULL DEFAULT '0'
);
CREATE INDEX ${prefix}aliases_index_1 ON ${prefix}aliases (alias);
CREATE INDEX ${prefix}aliases_index_2 ON ${prefix}aliases (client_idnr);
