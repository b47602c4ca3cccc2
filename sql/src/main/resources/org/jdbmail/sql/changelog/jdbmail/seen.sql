--liquibase formatted sql

-- What users have read in the mailboxes of others, where a setting gives each a \Seen of its own.

--changeset jdbmail:seen-postgresql dbms:postgresql,h2
CREATE TABLE j${prefix}seen (
  message_idnr bigint NOT NULL,
  user_idnr    bigint NOT NULL,
  CONSTRAINT j${prefix}seen_pkey PRIMARY KEY (message_idnr, user_idnr),
  CONSTRAINT j${prefix}seen_message_idnr_fkey FOREIGN KEY (message_idnr)
    REFERENCES ${prefix}messages (message_idnr) ON UPDATE CASCADE ON DELETE CASCADE,
  CONSTRAINT j${prefix}seen_user_idnr_fkey FOREIGN KEY (user_idnr)
    REFERENCES ${prefix}users (user_idnr) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX j${prefix}seen_user_idx ON j${prefix}seen (user_idnr);

--changeset jdbmail:seen-mysql dbms:mysql,mariadb
CREATE TABLE IF NOT EXISTS j${prefix}seen (
  message_idnr bigint(20) unsigned NOT NULL,
  user_idnr    bigint(20) unsigned NOT NULL,
  PRIMARY KEY (message_idnr, user_idnr),
  KEY j${prefix}seen_user_idx (user_idnr),
  CONSTRAINT j${prefix}seen_message_idnr_fkey FOREIGN KEY (message_idnr)
    REFERENCES ${prefix}messages (message_idnr) ON UPDATE CASCADE ON DELETE CASCADE,
  CONSTRAINT j${prefix}seen_user_idnr_fkey FOREIGN KEY (user_idnr)
    REFERENCES ${prefix}users (user_idnr) ON UPDATE CASCADE ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

--changeset jdbmail:seen-sqlite dbms:sqlite
CREATE TABLE j${prefix}seen (
  message_idnr INTEGER NOT NULL
    REFERENCES ${prefix}messages (message_idnr) ON UPDATE CASCADE ON DELETE CASCADE,
  user_idnr    INTEGER NOT NULL REFERENCES ${prefix}users (user_idnr) ON UPDATE CASCADE ON DELETE CASCADE,
  PRIMARY KEY (message_idnr, user_idnr)
);
CREATE INDEX j${prefix}seen_user_idx ON j${prefix}seen (user_idnr);
