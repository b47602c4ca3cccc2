--liquibase formatted sql

-- DBMail's caches of header fields, envelopes and references, and the views it sorts by.

--changeset dbmail:headers-postgresql dbms:postgresql,h2
CREATE SEQUENCE ${prefix}headername_id_seq;
CREATE TABLE ${prefix}headername (
  id         bigint       NOT NULL DEFAULT nextval('${prefix}headername_id_seq'),
  headername varchar(100) NOT NULL DEFAULT 'BROKEN_HEADER',
  CONSTRAINT ${prefix}headername_pkey PRIMARY KEY (id)
);
CREATE SEQUENCE ${prefix}headervalue_id_seq;
CREATE TABLE ${prefix}headervalue (
  id          bigint       NOT NULL DEFAULT nextval('${prefix}headervalue_id_seq'),
  hash        varchar(256) NOT NULL,
  headervalue text         NOT NULL DEFAULT '',
  sortfield   varchar(255)          DEFAULT NULL,
  datefield   timestamp,
  CONSTRAINT ${prefix}headervalue_pkey PRIMARY KEY (id)
);
CREATE INDEX ${prefix}headervalue_1 ON ${prefix}headervalue (hash);
CREATE INDEX ${prefix}headervalue_2 ON ${prefix}headervalue (sortfield);
CREATE INDEX ${prefix}headervalue_3 ON ${prefix}headervalue (datefield);
CREATE TABLE ${prefix}header (
  physmessage_id bigint NOT NULL,
  headername_id  bigint NOT NULL,
  headervalue_id bigint NOT NULL,
  CONSTRAINT ${prefix}header_pkey PRIMARY KEY (physmessage_id, headername_id, headervalue_id),
  CONSTRAINT ${prefix}header_physmessage_id_fkey FOREIGN KEY (physmessage_id)
    REFERENCES ${prefix}physmessage (id) ON UPDATE CASCADE ON DELETE CASCADE,
  CONSTRAINT ${prefix}header_headername_id_fkey FOREIGN KEY (headername_id)
    REFERENCES ${prefix}headername (id) ON UPDATE CASCADE ON DELETE CASCADE,
  CONSTRAINT ${prefix}header_headervalue_id_fkey FOREIGN KEY (headervalue_id)
    REFERENCES ${prefix}headervalue (id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX ${prefix}header_physmessage_id_key ON ${prefix}header (physmessage_id);
CREATE INDEX ${prefix}header_headername_id_key ON ${prefix}header (headername_id);
CREATE INDEX ${prefix}header_headervalue_id_key ON ${prefix}header (headervalue_id);
CREATE SEQUENCE ${prefix}referencesfield_idnr_seq;
CREATE TABLE ${prefix}referencesfield (
  physmessage_id  bigint       NOT NULL,
  id              bigint       NOT NULL DEFAULT nextval('${prefix}referencesfield_idnr_seq'),
  referencesfield varchar(255) NOT NULL DEFAULT '',
  CONSTRAINT ${prefix}referencesfield_pkey PRIMARY KEY (id),
  CONSTRAINT ${prefix}referencesfield_physmessage_id_fkey FOREIGN KEY (physmessage_id)
    REFERENCES ${prefix}physmessage (id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE UNIQUE INDEX ${prefix}referencesfield_1 ON ${prefix}referencesfield (physmessage_id, referencesfield);
CREATE SEQUENCE ${prefix}envelope_idnr_seq;
CREATE TABLE ${prefix}envelope (
  physmessage_id bigint NOT NULL,
  id             bigint NOT NULL DEFAULT nextval('${prefix}envelope_idnr_seq'),
  envelope       text   NOT NULL DEFAULT '',
  CONSTRAINT ${prefix}envelope_pkey PRIMARY KEY (id),
  CONSTRAINT ${prefix}envelope_physmessage_id_fkey FOREIGN KEY (physmessage_id)
    REFERENCES ${prefix}physmessage (id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE UNIQUE INDEX ${prefix}envelope_1 ON ${prefix}envelope (physmessage_id);
CREATE UNIQUE INDEX ${prefix}envelope_2 ON ${prefix}envelope (physmessage_id, id);

--changeset dbmail:headers-postgresql-lower dbms:postgresql
CREATE UNIQUE INDEX ${prefix}headername_1 ON ${prefix}headername (lower(headername));

--changeset dbmail:headers-mysql dbms:mysql,mariadb
CREATE TABLE IF NOT EXISTS ${prefix}headername (
  id         bigint(20) unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
  headername varchar(255)        NOT NULL DEFAULT '',
  UNIQUE KEY headername (headername)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE IF NOT EXISTS ${prefix}headervalue (
  id          bigint(20) unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
  hash        varchar(255)        NOT NULL,
  headervalue text                NOT NULL,
  sortfield   varchar(255)                 DEFAULT NULL,
  datefield   datetime                     DEFAULT NULL,
  KEY hash (hash),
  KEY headervalue (headervalue(255)),
  KEY sortfield (sortfield),
  KEY datefield (datefield)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE IF NOT EXISTS ${prefix}header (
  physmessage_id bigint(20) unsigned NOT NULL,
  headername_id  bigint(20) unsigned NOT NULL,
  headervalue_id bigint(20) unsigned NOT NULL,
  PRIMARY KEY (physmessage_id, headername_id, headervalue_id),
  KEY physmessage_id (physmessage_id),
  KEY headername_id (headername_id),
  KEY headervalue_id (headervalue_id),
  KEY physmessage_id_headername_id (physmessage_id, headername_id),
  KEY physmessage_id_headervalue_id (physmessage_id, headervalue_id),
  KEY headername_id_headervalue_id (headername_id, headervalue_id),
  CONSTRAINT ${prefix}header_ibfk_1 FOREIGN KEY (physmessage_id)
    REFERENCES ${prefix}physmessage (id) ON UPDATE CASCADE ON DELETE CASCADE,
  CONSTRAINT ${prefix}header_ibfk_2 FOREIGN KEY (headername_id)
    REFERENCES ${prefix}headername (id) ON UPDATE CASCADE ON DELETE CASCADE,
  CONSTRAINT ${prefix}header_ibfk_3 FOREIGN KEY (headervalue_id)
    REFERENCES ${prefix}headervalue (id) ON UPDATE CASCADE ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE IF NOT EXISTS ${prefix}referencesfield (
  id              bigint(20) unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
  physmessage_id  bigint(20) unsigned NOT NULL DEFAULT 0,
  referencesfield varchar(255)        NOT NULL DEFAULT '',
  UNIQUE KEY physmessage_id (physmessage_id, referencesfield),
  CONSTRAINT ${prefix}referencesfield_ibfk_1 FOREIGN KEY (physmessage_id)
    REFERENCES ${prefix}physmessage (id) ON UPDATE CASCADE ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE IF NOT EXISTS ${prefix}envelope (
  id             bigint(20) unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
  physmessage_id bigint(20) unsigned NOT NULL DEFAULT 0,
  envelope       text                NOT NULL,
  UNIQUE KEY physmessage_id_1 (physmessage_id),
  UNIQUE KEY physmessage_id_2 (physmessage_id, id),
  CONSTRAINT ${prefix}envelope_ibfk_1 FOREIGN KEY (physmessage_id)
    REFERENCES ${prefix}physmessage (id) ON UPDATE CASCADE ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

--changeset dbmail:headers-sqlite dbms:sqlite
CREATE TABLE ${prefix}headername (
  id         INTEGER PRIMARY KEY,
  headername TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX ${prefix}headername_1 ON ${prefix}headername (headername);
CREATE TABLE ${prefix}headervalue (
  id          INTEGER NOT NULL PRIMARY KEY,
  hash        TEXT    NOT NULL,
  headervalue BLOB    NOT NULL,
  sortfield   TEXT    NOT NULL,
  datefield   DATETIME
);
CREATE INDEX ${prefix}headervalue_1 ON ${prefix}headervalue (hash);
CREATE INDEX ${prefix}headervalue_2 ON ${prefix}headervalue (sortfield);
CREATE INDEX ${prefix}headervalue_3 ON ${prefix}headervalue (datefield);
CREATE TABLE ${prefix}header (
  physmessage_id INTEGER NOT NULL,
  headername_id  INTEGER NOT NULL,
  headervalue_id INTEGER NOT NULL
);
CREATE UNIQUE INDEX ${prefix}header_1 ON ${prefix}header (physmessage_id, headername_id, headervalue_id);
CREATE TABLE ${prefix}referencesfield (
  physmessage_id  INTEGER NOT NULL,
  id              INTEGER NOT NULL PRIMARY KEY,
  referencesfield TEXT    NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX ${prefix}referencesfield_1 ON ${prefix}referencesfield (physmessage_id, referencesfield);
CREATE TABLE ${prefix}envelope (
  physmessage_id INTEGER NOT NULL,
  id             INTEGER NOT NULL PRIMARY KEY,
  envelope       TEXT    NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX ${prefix}envelope_1 ON ${prefix}envelope (physmessage_id);
CREATE UNIQUE INDEX ${prefix}envelope_2 ON ${prefix}envelope (physmessage_id, id);

--changeset dbmail:headers-views
DROP VIEW IF EXISTS ${prefix}fromfield;
CREATE VIEW ${prefix}fromfield AS
  SELECT m.physmessage_id, v.sortfield AS fromfield
  FROM ${prefix}messages m
  JOIN ${prefix}header h ON h.physmessage_id = m.physmessage_id
  JOIN ${prefix}headername n ON n.id = h.headername_id
  JOIN ${prefix}headervalue v ON v.id = h.headervalue_id
  WHERE n.headername = 'from';
DROP VIEW IF EXISTS ${prefix}ccfield;
CREATE VIEW ${prefix}ccfield AS
  SELECT m.physmessage_id, v.sortfield AS ccfield
  FROM ${prefix}messages m
  JOIN ${prefix}header h ON h.physmessage_id = m.physmessage_id
  JOIN ${prefix}headername n ON n.id = h.headername_id
  JOIN ${prefix}headervalue v ON v.id = h.headervalue_id
  WHERE n.headername = 'cc';
DROP VIEW IF EXISTS ${prefix}tofield;
CREATE VIEW ${prefix}tofield AS
  SELECT m.physmessage_id, v.sortfield AS tofield
  FROM ${prefix}messages m
  JOIN ${prefix}header h ON h.physmessage_id = m.physmessage_id
  JOIN ${prefix}headername n ON n.id = h.headername_id
  JOIN ${prefix}headervalue v ON v.id = h.headervalue_id
  WHERE n.headername = 'to';
DROP VIEW IF EXISTS ${prefix}subjectfield;
CREATE VIEW ${prefix}subjectfield AS
  SELECT m.physmessage_id, v.headervalue AS subjectfield, v.sortfield
  FROM ${prefix}messages m
  JOIN ${prefix}header h ON h.physmessage_id = m.physmessage_id
  JOIN ${prefix}headername n ON n.id = h.headername_id
  JOIN ${prefix}headervalue v ON v.id = h.headervalue_id
  WHERE n.headername = 'subject';
DROP VIEW IF EXISTS ${prefix}datefield;
CREATE VIEW ${prefix}datefield AS
  SELECT m.physmessage_id, v.datefield, v.sortfield
  FROM ${prefix}messages m
  JOIN ${prefix}header h ON h.physmessage_id = m.physmessage_id
  JOIN ${prefix}headername n ON n.id = h.headername_id
  JOIN ${prefix}headervalue v ON v.id = h.headervalue_id
  WHERE n.headername = 'date';
