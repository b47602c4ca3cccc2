--liquibase formatted sql

-- What logins need beside DBMail's tables: secrets that don't fit its column, the server's own secrets, and what went wrong where.

--changeset jdbmail:logins-postgresql dbms:postgresql,h2
CREATE TABLE j${prefix}credential (
  user_idnr bigint       NOT NULL,
  kind      varchar(16)  NOT NULL,
  name      varchar(64)  NOT NULL,
  encoded   varchar(512) NOT NULL,
  bound_to  varchar(255) NOT NULL,
  services  varchar(100) NOT NULL,
  created   timestamp    NOT NULL,
  expires   timestamp,
  last_used timestamp,
  CONSTRAINT j${prefix}credential_pkey PRIMARY KEY (user_idnr, kind, name),
  CONSTRAINT j${prefix}credential_user_idnr_fkey FOREIGN KEY (user_idnr)
    REFERENCES ${prefix}users (user_idnr) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE TABLE j${prefix}secret (
  name    varchar(32)  NOT NULL,
  secret  varchar(128) NOT NULL,
  created timestamp    NOT NULL,
  CONSTRAINT j${prefix}secret_pkey PRIMARY KEY (name)
);
CREATE TABLE j${prefix}guard (
  kind         varchar(8)       NOT NULL,
  subject      varchar(320)     NOT NULL,
  height       double precision NOT NULL,
  failed       timestamp        NOT NULL,
  barred_until timestamp,
  changed      timestamp        NOT NULL,
  CONSTRAINT j${prefix}guard_pkey PRIMARY KEY (kind, subject)
);
CREATE INDEX j${prefix}guard_changed_idx ON j${prefix}guard (changed);

--changeset jdbmail:logins-mysql dbms:mysql,mariadb
CREATE TABLE IF NOT EXISTS j${prefix}credential (
  user_idnr bigint(20) unsigned NOT NULL,
  kind      varchar(16)  CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  name      varchar(64)  CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  encoded   varchar(512) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  bound_to  varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  services  varchar(100) NOT NULL,
  created   datetime     NOT NULL,
  expires   datetime              DEFAULT NULL,
  last_used datetime              DEFAULT NULL,
  PRIMARY KEY (user_idnr, kind, name),
  CONSTRAINT j${prefix}credential_user_idnr_fkey FOREIGN KEY (user_idnr)
    REFERENCES ${prefix}users (user_idnr) ON UPDATE CASCADE ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE IF NOT EXISTS j${prefix}secret (
  name    varchar(32)  NOT NULL PRIMARY KEY,
  secret  varchar(128) NOT NULL,
  created datetime     NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE IF NOT EXISTS j${prefix}guard (
  kind         varchar(8)   CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  subject      varchar(320) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  height       double       NOT NULL,
  failed       datetime     NOT NULL,
  barred_until datetime              DEFAULT NULL,
  changed      datetime     NOT NULL,
  PRIMARY KEY (kind, subject),
  KEY j${prefix}guard_changed_idx (changed)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

--changeset jdbmail:logins-sqlite dbms:sqlite
CREATE TABLE j${prefix}credential (
  user_idnr INTEGER  NOT NULL REFERENCES ${prefix}users (user_idnr) ON UPDATE CASCADE ON DELETE CASCADE,
  kind      TEXT     NOT NULL,
  name      TEXT     NOT NULL,
  encoded   TEXT     NOT NULL,
  bound_to  TEXT     NOT NULL,
  services  TEXT     NOT NULL,
  created   DATETIME NOT NULL,
  expires   DATETIME,
  last_used DATETIME,
  PRIMARY KEY (user_idnr, kind, name)
) WITHOUT ROWID;
CREATE TABLE j${prefix}secret (
  name    TEXT     NOT NULL PRIMARY KEY,
  secret  TEXT     NOT NULL,
  created DATETIME NOT NULL
) WITHOUT ROWID;
CREATE TABLE j${prefix}guard (
  kind         TEXT     NOT NULL,
  subject      TEXT     NOT NULL,
  height       REAL     NOT NULL,
  failed       DATETIME NOT NULL,
  barred_until DATETIME,
  changed      DATETIME NOT NULL,
  PRIMARY KEY (kind, subject)
) WITHOUT ROWID;
CREATE INDEX j${prefix}guard_changed_idx ON j${prefix}guard (changed);
