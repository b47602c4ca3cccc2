--liquibase formatted sql

-- When a message came into its mailbox (RFC 8514), where that is not its internal date: copies, moved messages, and those that
-- were appended with a date. A delivery has no row, and costs none.

--changeset jdbmail:saved-postgresql dbms:postgresql,h2
CREATE TABLE j${prefix}saved (
  message_idnr bigint    NOT NULL,
  saved        timestamp NOT NULL,
  CONSTRAINT j${prefix}saved_pkey PRIMARY KEY (message_idnr),
  CONSTRAINT j${prefix}saved_message_idnr_fkey FOREIGN KEY (message_idnr)
    REFERENCES ${prefix}messages (message_idnr) ON UPDATE CASCADE ON DELETE CASCADE
);

--changeset jdbmail:saved-mysql dbms:mysql,mariadb
CREATE TABLE IF NOT EXISTS j${prefix}saved (
  message_idnr bigint(20) unsigned NOT NULL PRIMARY KEY,
  saved        datetime            NOT NULL,
  CONSTRAINT j${prefix}saved_message_idnr_fkey FOREIGN KEY (message_idnr)
    REFERENCES ${prefix}messages (message_idnr) ON UPDATE CASCADE ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

--changeset jdbmail:saved-sqlite dbms:sqlite
CREATE TABLE j${prefix}saved (
  message_idnr INTEGER  NOT NULL PRIMARY KEY
    REFERENCES ${prefix}messages (message_idnr) ON UPDATE CASCADE ON DELETE CASCADE,
  saved        DATETIME NOT NULL
);
