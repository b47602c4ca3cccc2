--liquibase formatted sql

-- One row a message that answers listings without parsing the message again. No index but the key: an insert is cheap.

--changeset jdbmail:summary-postgresql dbms:postgresql,h2
CREATE TABLE j${prefix}summary (
  physmessage_id bigint   NOT NULL,
  version        smallint NOT NULL,
  size           bigint   NOT NULL,
  line_count     bigint   NOT NULL,
  envelope       bytea    NOT NULL,
  bodystructure  bytea    NOT NULL,
  subject        varchar(1000),
  from_field     varchar(1000),
  to_field       varchar(1000),
  cc_field       varchar(1000),
  message_id     varchar(1000),
  sent_date      timestamp,
  CONSTRAINT j${prefix}summary_pkey PRIMARY KEY (physmessage_id),
  CONSTRAINT j${prefix}summary_physmessage_id_fkey FOREIGN KEY (physmessage_id)
    REFERENCES ${prefix}physmessage (id) ON UPDATE CASCADE ON DELETE CASCADE
);

--changeset jdbmail:summary-mysql dbms:mysql,mariadb
-- Long text is text and not varchar: five columns of 1000 characters would come near the limit of a row.
CREATE TABLE IF NOT EXISTS j${prefix}summary (
  physmessage_id bigint(20) unsigned NOT NULL PRIMARY KEY,
  version        smallint(6)         NOT NULL,
  size           bigint(20)          NOT NULL,
  line_count     bigint(20)          NOT NULL,
  envelope       mediumblob          NOT NULL,
  bodystructure  mediumblob          NOT NULL,
  subject        text,
  from_field     text,
  to_field       text,
  cc_field       text,
  message_id     text,
  sent_date      datetime,
  CONSTRAINT j${prefix}summary_physmessage_id_fkey FOREIGN KEY (physmessage_id)
    REFERENCES ${prefix}physmessage (id) ON UPDATE CASCADE ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

--changeset jdbmail:summary-sqlite dbms:sqlite
CREATE TABLE j${prefix}summary (
  physmessage_id INTEGER NOT NULL PRIMARY KEY
    REFERENCES ${prefix}physmessage (id) ON UPDATE CASCADE ON DELETE CASCADE,
  version        INTEGER NOT NULL,
  size           INTEGER NOT NULL,
  line_count     INTEGER NOT NULL,
  envelope       BLOB    NOT NULL,
  bodystructure  BLOB    NOT NULL,
  subject        TEXT,
  from_field     TEXT,
  to_field       TEXT,
  cc_field       TEXT,
  message_id     TEXT,
  sent_date      DATETIME
);

--changeset jdbmail:sort-keys-postgresql dbms:postgresql,h2
ALTER TABLE j${prefix}summary ADD COLUMN thread_id varchar(32);
ALTER TABLE j${prefix}summary ADD COLUMN sort_keys varchar;
ALTER TABLE j${prefix}summary ADD COLUMN preview varchar(256);

--changeset jdbmail:sort-keys-mysql dbms:mysql,mariadb
ALTER TABLE j${prefix}summary ADD COLUMN thread_id varchar(32), ADD COLUMN sort_keys mediumtext, ADD COLUMN preview text;

--changeset jdbmail:sort-keys-sqlite dbms:sqlite
ALTER TABLE j${prefix}summary ADD COLUMN thread_id TEXT;
ALTER TABLE j${prefix}summary ADD COLUMN sort_keys TEXT;
ALTER TABLE j${prefix}summary ADD COLUMN preview TEXT;
