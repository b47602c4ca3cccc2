--liquibase formatted sql

-- Who logged in, from where, and under which name; and which of DBMail's upgrade steps were taken.

--changeset dbmail:connections-postgresql dbms:postgresql,h2
CREATE SEQUENCE ${prefix}authlog_id_seq;
CREATE TABLE ${prefix}authlog (
  id          bigint NOT NULL DEFAULT nextval('${prefix}authlog_id_seq'),
  userid      varchar(100),
  service     varchar(32),
  login_time  timestamp,
  logout_time timestamp,
  src_ip      varchar(40),
  src_port    bigint,
  dst_ip      varchar(40),
  dst_port    bigint,
  status      varchar(32)     DEFAULT 'active',
  bytes_rx    bigint NOT NULL DEFAULT '0',
  bytes_tx    bigint NOT NULL DEFAULT '0',
  CONSTRAINT ${prefix}authlog_pkey PRIMARY KEY (id)
);
CREATE TABLE ${prefix}usermap (
  login      varchar(100) NOT NULL,
  sock_allow varchar(100) NOT NULL,
  sock_deny  varchar(100) NOT NULL,
  userid     varchar(100) NOT NULL
);
CREATE UNIQUE INDEX ${bare}usermap_idx_1 ON ${prefix}usermap (login, sock_allow, userid);
CREATE SEQUENCE ${prefix}seq_pbsp_id;
CREATE TABLE ${prefix}upgrade_steps (
  from_version integer NOT NULL,
  to_version   integer NOT NULL,
  applied      timestamp DEFAULT now()
);
CREATE UNIQUE INDEX ${prefix}upgrade_steps_index_1 ON ${prefix}upgrade_steps (from_version, to_version);

--changeset dbmail:connections-postgresql-inet dbms:postgresql
CREATE TABLE ${prefix}pbsp (
  idnr     bigint    NOT NULL DEFAULT nextval('${prefix}seq_pbsp_id'),
  since    timestamp NOT NULL DEFAULT '1970-01-01 00:00:00',
  ipnumber inet      NOT NULL DEFAULT '0.0.0.0',
  CONSTRAINT ${prefix}pbsp_pkey PRIMARY KEY (idnr)
);
CREATE UNIQUE INDEX ${prefix}idx_ipnumber ON ${prefix}pbsp (ipnumber);
CREATE INDEX ${prefix}idx_since ON ${prefix}pbsp (since);

--changeset dbmail:connections-h2-inet dbms:h2
CREATE TABLE ${prefix}pbsp (
  idnr     bigint      NOT NULL DEFAULT nextval('${prefix}seq_pbsp_id'),
  since    timestamp   NOT NULL DEFAULT '1970-01-01 00:00:00',
  ipnumber varchar(40) NOT NULL DEFAULT '0.0.0.0',
  CONSTRAINT ${prefix}pbsp_pkey PRIMARY KEY (idnr)
);

--changeset dbmail:connections-mysql dbms:mysql,mariadb
CREATE TABLE IF NOT EXISTS ${prefix}authlog (
  id          bigint(20) unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
  userid      varchar(100)                 DEFAULT NULL,
  service     varchar(32)                  DEFAULT NULL,
  login_time  datetime                     DEFAULT NULL,
  logout_time datetime                     DEFAULT NULL,
  src_ip      varchar(40)                  DEFAULT NULL,
  src_port    int(11)                      DEFAULT NULL,
  dst_ip      varchar(40)                  DEFAULT NULL,
  dst_port    int(11)                      DEFAULT NULL,
  status      varchar(32)                  DEFAULT 'active',
  bytes_rx    bigint(20)          NOT NULL DEFAULT 0,
  bytes_tx    bigint(20)          NOT NULL DEFAULT 0
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE IF NOT EXISTS ${prefix}usermap (
  login      varchar(255) NOT NULL,
  sock_allow varchar(255) NOT NULL,
  sock_deny  varchar(255) NOT NULL,
  userid     varchar(255) NOT NULL,
  UNIQUE KEY usermap_idx_1 (login, sock_allow, userid)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE IF NOT EXISTS ${prefix}pbsp (
  idnr     bigint(20) unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
  since    datetime            NOT NULL DEFAULT '1000-01-01 00:00:00',
  ipnumber varchar(40)         NOT NULL,
  UNIQUE KEY ipnumber_index (ipnumber),
  KEY since_index (since)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE IF NOT EXISTS ${prefix}upgrade_steps (
  from_version int(11)  NOT NULL,
  to_version   int(11)  NOT NULL,
  applied      datetime NOT NULL,
  UNIQUE KEY from_version (from_version, to_version)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

--changeset dbmail:connections-sqlite dbms:sqlite
CREATE TABLE ${prefix}authlog (
  id          INTEGER PRIMARY KEY,
  userid      TEXT,
  service     TEXT,
  login_time  DATETIME,
  logout_time DATETIME,
  src_ip      TEXT,
  src_port    INTEGER,
  dst_ip      TEXT,
  dst_port    INTEGER,
  status      TEXT             DEFAULT 'active',
  bytes_rx    INTEGER NOT NULL DEFAULT '0',
  bytes_tx    INTEGER NOT NULL DEFAULT '0'
);
CREATE TABLE ${prefix}usermap (
  login      TEXT NOT NULL,
  sock_allow TEXT NOT NULL,
  sock_deny  TEXT NOT NULL,
  userid     TEXT NOT NULL
);
CREATE UNIQUE INDEX ${bare}usermap_idx_1 ON ${prefix}usermap (login, sock_allow, userid);
CREATE TABLE ${prefix}pbsp (
  idnr     INTEGER PRIMARY KEY,
  since    DATETIME NOT NULL DEFAULT '0',
  ipnumber TEXT     NOT NULL
);
CREATE UNIQUE INDEX ${prefix}pbsp_1 ON ${prefix}pbsp (ipnumber);
CREATE INDEX ${prefix}pbsp_2 ON ${prefix}pbsp (since);
CREATE TABLE ${prefix}upgrade_steps (
  from_version int      NOT NULL,
  to_version   int      NOT NULL,
  applied      datetime NOT NULL DEFAULT current_timestamp
);
CREATE UNIQUE INDEX ${prefix}upgrade_steps_index_1 ON ${prefix}upgrade_steps (from_version, to_version);
