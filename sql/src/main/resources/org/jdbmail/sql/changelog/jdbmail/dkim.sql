--liquibase formatted sql

-- The keys by which mail of our domains is signed (RFC 6376), for all processes on this store.

--changeset jdbmail:dkim-postgresql dbms:postgresql,h2
CREATE TABLE j${prefix}dkim_key (
  domain    varchar(255)  NOT NULL,
  selector  varchar(63)   NOT NULL,
  algorithm varchar(16)   NOT NULL,
  secret    varchar(4000) NOT NULL,
  published varchar(2000) NOT NULL,
  enabled   smallint      NOT NULL,
  created   timestamp     NOT NULL,
  CONSTRAINT j${prefix}dkim_key_pkey PRIMARY KEY (domain, selector)
);

--changeset jdbmail:dkim-mysql dbms:mysql,mariadb
CREATE TABLE IF NOT EXISTS j${prefix}dkim_key (
  domain    varchar(255)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  selector  varchar(63)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  algorithm varchar(16)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  secret    varchar(4000) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  published varchar(2000) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  enabled   smallint      NOT NULL,
  created   datetime      NOT NULL,
  PRIMARY KEY (domain, selector)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

--changeset jdbmail:dkim-sqlite dbms:sqlite
CREATE TABLE j${prefix}dkim_key (
  domain    TEXT     NOT NULL,
  selector  TEXT     NOT NULL,
  algorithm TEXT     NOT NULL,
  secret    TEXT     NOT NULL,
  published TEXT     NOT NULL,
  enabled   SMALLINT NOT NULL,
  created   DATETIME NOT NULL,
  PRIMARY KEY (domain, selector)
) WITHOUT ROWID;
