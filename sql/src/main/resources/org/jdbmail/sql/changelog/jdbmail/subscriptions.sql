--liquibase formatted sql

-- Subscriptions to names that no mailbox has any more: DBMail's table names mailboxes by their ids.

--changeset jdbmail:subscriptions-postgresql dbms:postgresql,h2
CREATE TABLE j${prefix}subscription (
  user_id    bigint       NOT NULL,
  owner_idnr bigint       NOT NULL,
  name       varchar(255) NOT NULL,
  CONSTRAINT j${prefix}subscription_pkey PRIMARY KEY (user_id, owner_idnr, name),
  CONSTRAINT j${prefix}subscription_user_id_fkey FOREIGN KEY (user_id)
    REFERENCES ${prefix}users (user_idnr) ON UPDATE CASCADE ON DELETE CASCADE,
  CONSTRAINT j${prefix}subscription_owner_idnr_fkey FOREIGN KEY (owner_idnr)
    REFERENCES ${prefix}users (user_idnr) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX j${prefix}subscription_owner_idx ON j${prefix}subscription (owner_idnr);

--changeset jdbmail:subscriptions-mysql dbms:mysql,mariadb
CREATE TABLE IF NOT EXISTS j${prefix}subscription (
  user_id    bigint(20) unsigned NOT NULL,
  owner_idnr bigint(20) unsigned NOT NULL,
  name       varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  PRIMARY KEY (user_id, owner_idnr, name),
  KEY j${prefix}subscription_owner_idx (owner_idnr),
  CONSTRAINT j${prefix}subscription_user_id_fkey FOREIGN KEY (user_id)
    REFERENCES ${prefix}users (user_idnr) ON UPDATE CASCADE ON DELETE CASCADE,
  CONSTRAINT j${prefix}subscription_owner_idnr_fkey FOREIGN KEY (owner_idnr)
    REFERENCES ${prefix}users (user_idnr) ON UPDATE CASCADE ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

--changeset jdbmail:subscriptions-sqlite dbms:sqlite
CREATE TABLE j${prefix}subscription (
  user_id    INTEGER NOT NULL REFERENCES ${prefix}users (user_idnr) ON UPDATE CASCADE ON DELETE CASCADE,
  owner_idnr INTEGER NOT NULL REFERENCES ${prefix}users (user_idnr) ON UPDATE CASCADE ON DELETE CASCADE,
  name       TEXT    NOT NULL,
  PRIMARY KEY (user_id, owner_idnr, name)
) WITHOUT ROWID;
CREATE INDEX j${prefix}subscription_owner_idx ON j${prefix}subscription (owner_idnr);

--changeset jdbmail:subscriptions-exact-mysql dbms:mysql,mariadb
-- A collation would take "a" and "a " for one name; bytes are as they are.
ALTER TABLE j${prefix}subscription MODIFY name varbinary(1020) NOT NULL;
