--liquibase formatted sql

-- DBMail's own content layout: shared MIME parts and each message's list of them; before version 3, plain blocks.

--changeset dbmail:parts-postgresql dbms:postgresql,h2
CREATE SEQUENCE ${prefix}messageblk_idnr_seq;
CREATE TABLE ${prefix}messageblks (
  messageblk_idnr bigint   NOT NULL DEFAULT nextval('${prefix}messageblk_idnr_seq'),
  physmessage_id  bigint,
  messageblk      bytea    NOT NULL,
  blocksize       bigint   NOT NULL DEFAULT '0',
  is_header       smallint NOT NULL DEFAULT '0',
  CONSTRAINT ${prefix}messageblks_pkey PRIMARY KEY (messageblk_idnr),
  CONSTRAINT ${prefix}messageblks_physmessage_id_fkey FOREIGN KEY (physmessage_id)
    REFERENCES ${prefix}physmessage (id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX ${prefix}messageblks_physmessage_idx ON ${prefix}messageblks (physmessage_id);
CREATE INDEX ${prefix}messageblks_physmessage_is_header_idx ON ${prefix}messageblks (physmessage_id, is_header);
CREATE SEQUENCE ${prefix}mimeparts_id_seq;
CREATE TABLE ${prefix}mimeparts (
  id   bigint    NOT NULL DEFAULT nextval('${prefix}mimeparts_id_seq'),
  hash char(256) NOT NULL,
  data bytea     NOT NULL,
  size bigint    NOT NULL,
  CONSTRAINT ${prefix}mimeparts_pkey PRIMARY KEY (id)
);
CREATE INDEX ${prefix}mimeparts_1 ON ${prefix}mimeparts (hash);
CREATE TABLE ${prefix}partlists (
  physmessage_id bigint   NOT NULL,
  is_header      smallint NOT NULL DEFAULT 0,
  part_key       integer  NOT NULL DEFAULT 0,
  part_depth     integer  NOT NULL DEFAULT 0,
  part_order     integer  NOT NULL DEFAULT 0,
  part_id        bigint   NOT NULL,
  CONSTRAINT ${prefix}partlists_part_id_fkey FOREIGN KEY (part_id)
    REFERENCES ${prefix}mimeparts (id) ON UPDATE CASCADE ON DELETE CASCADE,
  CONSTRAINT ${prefix}partlists_physmessage_id_fkey FOREIGN KEY (physmessage_id)
    REFERENCES ${prefix}physmessage (id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX ${prefix}partlists_1 ON ${prefix}partlists (physmessage_id);
CREATE INDEX ${prefix}partlists_2 ON ${prefix}partlists (part_id);
CREATE UNIQUE INDEX ${bare}message_parts ON ${prefix}partlists (physmessage_id, part_key, part_depth, part_order);

--changeset dbmail:parts-mysql dbms:mysql,mariadb
CREATE TABLE IF NOT EXISTS ${prefix}mimeparts (
  id   bigint(20) unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
  hash char(128)           NOT NULL,
  data longblob,
  size bigint(20)          NOT NULL DEFAULT 0,
  KEY hash (hash)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 ROW_FORMAT=COMPRESSED;
CREATE TABLE IF NOT EXISTS ${prefix}partlists (
  physmessage_id bigint(20) unsigned NOT NULL DEFAULT 0,
  is_header      tinyint(1)          NOT NULL DEFAULT 0,
  part_key       smallint(6)         NOT NULL DEFAULT 0,
  part_depth     smallint(6)         NOT NULL DEFAULT 0,
  part_order     smallint(6)         NOT NULL DEFAULT 0,
  part_id        bigint(20) unsigned NOT NULL DEFAULT 0,
  UNIQUE KEY message_parts (physmessage_id, part_key, part_depth, part_order),
  KEY physmessage_id (physmessage_id),
  KEY part_id (part_id),
  CONSTRAINT ${prefix}partlists_ibfk_1 FOREIGN KEY (physmessage_id)
    REFERENCES ${prefix}physmessage (id) ON UPDATE CASCADE ON DELETE CASCADE,
  CONSTRAINT ${prefix}partlists_ibfk_2 FOREIGN KEY (part_id)
    REFERENCES ${prefix}mimeparts (id) ON UPDATE CASCADE ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

--changeset dbmail:parts-sqlite dbms:sqlite
CREATE TABLE ${prefix}messageblks (
  messageblk_idnr INTEGER PRIMARY KEY,
  physmessage_id  INTEGER NOT NULL DEFAULT '0',
  messageblk      TEXT    NOT NULL,
  blocksize       INTEGER NOT NULL DEFAULT '0',
  is_header       BOOLEAN NOT NULL DEFAULT '0'
);
CREATE INDEX ${prefix}messageblks_1 ON ${prefix}messageblks (physmessage_id);
CREATE INDEX ${prefix}messageblks_2 ON ${prefix}messageblks (physmessage_id, is_header);
CREATE TABLE ${prefix}mimeparts (
  id   INTEGER NOT NULL PRIMARY KEY,
  hash TEXT    NOT NULL,
  data BLOB    NOT NULL,
  size INTEGER NOT NULL
);
CREATE INDEX ${prefix}mimeparts_1 ON ${prefix}mimeparts (hash);
CREATE TABLE ${prefix}partlists (
  physmessage_id INTEGER NOT NULL,
  is_header      BOOLEAN NOT NULL DEFAULT '0',
  part_key       INTEGER NOT NULL DEFAULT '0',
  part_depth     INTEGER NOT NULL DEFAULT '0',
  part_order     INTEGER NOT NULL DEFAULT '0',
  part_id        INTEGER NOT NULL
);
CREATE INDEX ${prefix}partlists_1 ON ${prefix}partlists (physmessage_id);
CREATE INDEX ${prefix}partlists_2 ON ${prefix}partlists (part_id);
CREATE UNIQUE INDEX ${bare}message_parts ON ${prefix}partlists (physmessage_id, part_key, part_depth, part_order);
