-- Create Database Lock Table
CREATE TABLE jdbmail_changelog_lock (ID INTEGER NOT NULL, LOCKED BOOLEAN NOT NULL, LOCKGRANTED TEXT, LOCKEDBY VARCHAR(255), CONSTRAINT PK_JDBMAIL_CHANGELOG_LOCK PRIMARY KEY (ID));

-- Initialize Database Lock Table
DELETE FROM jdbmail_changelog_lock;

INSERT INTO jdbmail_changelog_lock (ID, LOCKED) VALUES (1, 0);

-- Lock Database
UPDATE jdbmail_changelog_lock SET LOCKED = 1, LOCKEDBY = 'somebody', LOCKGRANTED = CURRENT_TIMESTAMP WHERE ID = 1 AND LOCKED = 0;

-- Create Database Change Log Table
CREATE TABLE jdbmail_changelog (ID VARCHAR(255) NOT NULL, AUTHOR VARCHAR(255) NOT NULL, FILENAME VARCHAR(255) NOT NULL, DATEEXECUTED TEXT NOT NULL, ORDEREXECUTED INTEGER NOT NULL, EXECTYPE VARCHAR(10) NOT NULL, MD5SUM VARCHAR(35), DESCRIPTION VARCHAR(255), COMMENTS VARCHAR(255), TAG VARCHAR(255), LIQUIBASE VARCHAR(20), CONTEXTS VARCHAR(255), LABELS VARCHAR(255), DEPLOYMENT_ID VARCHAR(10));

-- *********************************************************************
-- Update Database Script
-- *********************************************************************
-- Change Log: org/jdbmail/sql/changelog/all.xml
-- Liquibase version: 4.33.0
-- *********************************************************************

-- Changeset org/jdbmail/sql/changelog/dbmail/users.sql::users-sqlite::dbmail
CREATE TABLE dbmail_users (
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

CREATE UNIQUE INDEX dbmail_users_1 ON dbmail_users (userid);

CREATE TABLE dbmail_aliases (
  alias_idnr  INTEGER PRIMARY KEY,
  alias       TEXT    NOT NULL,
  deliver_to  TEXT    NOT NULL,
  client_idnr INTEGER NOT NULL DEFAULT '0'
);

CREATE INDEX dbmail_aliases_index_1 ON dbmail_aliases (alias);

CREATE INDEX dbmail_aliases_index_2 ON dbmail_aliases (client_idnr);

INSERT INTO jdbmail_changelog (ID, AUTHOR, FILENAME, DATEEXECUTED, ORDEREXECUTED, MD5SUM, DESCRIPTION, COMMENTS, EXECTYPE, CONTEXTS, LABELS, LIQUIBASE, DEPLOYMENT_ID) VALUES ('users-sqlite', 'dbmail', 'org/jdbmail/sql/changelog/dbmail/users.sql', CURRENT_TIMESTAMP, 1, '9:159c6646a812b54d8b7694e02c99d8e3', 'sql', '', 'EXECUTED', NULL, NULL, '4.33.0', '5897906668');

-- Changeset org/jdbmail/sql/changelog/dbmail/mailboxes.sql::mailboxes-sqlite::dbmail
CREATE TABLE dbmail_mailboxes (
  mailbox_idnr  INTEGER PRIMARY KEY AUTOINCREMENT,
  owner_idnr    INTEGER     NOT NULL DEFAULT '0',
  name          TEXT BINARY NOT NULL,
  seq           INTEGER     NOT NULL DEFAULT '0',
  seen_flag     BOOLEAN     NOT NULL DEFAULT '0',
  answered_flag BOOLEAN     NOT NULL DEFAULT '0',
  deleted_flag  BOOLEAN     NOT NULL DEFAULT '0',
  flagged_flag  BOOLEAN     NOT NULL DEFAULT '0',
  recent_flag   BOOLEAN     NOT NULL DEFAULT '0',
  draft_flag    BOOLEAN     NOT NULL DEFAULT '0',
  no_inferiors  BOOLEAN     NOT NULL DEFAULT '0',
  no_select     BOOLEAN     NOT NULL DEFAULT '0',
  permission    BOOLEAN              DEFAULT '2'
);

CREATE INDEX dbmail_mailboxes_1 ON dbmail_mailboxes (name);

CREATE INDEX dbmail_mailboxes_2 ON dbmail_mailboxes (owner_idnr);

CREATE UNIQUE INDEX dbmail_mailboxes_3 ON dbmail_mailboxes (owner_idnr, name);

CREATE INDEX dbmail_mailbox_4 ON dbmail_mailboxes (seq);

CREATE TABLE dbmail_subscription (
  user_id    INTEGER NOT NULL,
  mailbox_id INTEGER NOT NULL
);

CREATE UNIQUE INDEX dbmail_subscriptioin_1 ON dbmail_subscription (user_id, mailbox_id);

CREATE TABLE dbmail_acl (
  user_id         INTEGER NOT NULL,
  mailbox_id      INTEGER NOT NULL,
  lookup_flag     BOOLEAN NOT NULL DEFAULT '0',
  read_flag       BOOLEAN NOT NULL DEFAULT '0',
  seen_flag       BOOLEAN NOT NULL DEFAULT '0',
  write_flag      BOOLEAN NOT NULL DEFAULT '0',
  insert_flag     BOOLEAN NOT NULL DEFAULT '0',
  post_flag       BOOLEAN NOT NULL DEFAULT '0',
  create_flag     BOOLEAN NOT NULL DEFAULT '0',
  delete_flag     BOOLEAN NOT NULL DEFAULT '0',
  deleted_flag    BOOLEAN NOT NULL DEFAULT '0',
  expunge_flag    BOOLEAN NOT NULL DEFAULT '0',
  administer_flag BOOLEAN NOT NULL DEFAULT '0'
);

CREATE INDEX dbmail_acl_1 ON dbmail_acl (user_id);

CREATE INDEX dbmail_acl_2 ON dbmail_acl (mailbox_id);

CREATE UNIQUE INDEX dbmail_acl_3 ON dbmail_acl (user_id, mailbox_id);

INSERT INTO jdbmail_changelog (ID, AUTHOR, FILENAME, DATEEXECUTED, ORDEREXECUTED, MD5SUM, DESCRIPTION, COMMENTS, EXECTYPE, CONTEXTS, LABELS, LIQUIBASE, DEPLOYMENT_ID) VALUES ('mailboxes-sqlite', 'dbmail', 'org/jdbmail/sql/changelog/dbmail/mailboxes.sql', CURRENT_TIMESTAMP, 2, '9:a5e33beff310f080da401e8ee6c932f2', 'sql', '', 'EXECUTED', NULL, NULL, '4.33.0', '5897906668');

-- Changeset org/jdbmail/sql/changelog/dbmail/messages.sql::messages-sqlite::dbmail
CREATE TABLE dbmail_physmessage (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  messagesize   INTEGER  NOT NULL DEFAULT '0',
  rfcsize       INTEGER  NOT NULL DEFAULT '0',
  internal_date DATETIME NOT NULL DEFAULT '0'
);

CREATE TABLE dbmail_messages (
  message_idnr   INTEGER PRIMARY KEY AUTOINCREMENT,
  mailbox_idnr   INTEGER          NOT NULL DEFAULT '0',
  physmessage_id INTEGER          NOT NULL DEFAULT '0',
  seen_flag      BOOLEAN          NOT NULL DEFAULT '0',
  answered_flag  BOOLEAN          NOT NULL DEFAULT '0',
  deleted_flag   BOOLEAN          NOT NULL DEFAULT '0',
  flagged_flag   BOOLEAN          NOT NULL DEFAULT '0',
  recent_flag    BOOLEAN          NOT NULL DEFAULT '0',
  draft_flag     BOOLEAN          NOT NULL DEFAULT '0',
  unique_id      TEXT             NOT NULL,
  status         BOOLEAN unsigned NOT NULL DEFAULT '0',
  seq            INTEGER          NOT NULL DEFAULT '0'
);

CREATE INDEX dbmail_messages_1 ON dbmail_messages (mailbox_idnr);

CREATE INDEX dbmail_messages_2 ON dbmail_messages (physmessage_id);

CREATE INDEX dbmail_messages_3 ON dbmail_messages (seen_flag);

CREATE INDEX dbmail_messages_4 ON dbmail_messages (unique_id);

CREATE INDEX dbmail_messages_5 ON dbmail_messages (status);

CREATE INDEX dbmail_messages_6 ON dbmail_messages (mailbox_idnr, status);

CREATE INDEX dbmail_messages_7 ON dbmail_messages (mailbox_idnr, status, seen_flag);

CREATE INDEX dbmail_messages_8 ON dbmail_messages (mailbox_idnr, status, recent_flag);

CREATE INDEX dbmail_messages_seq_index ON dbmail_messages (seq);

CREATE TABLE dbmail_keywords (
  keyword      TEXT NOT NULL,
  message_idnr INT  NOT NULL
);

CREATE UNIQUE INDEX dbmail_keywords_1 ON dbmail_keywords (keyword, message_idnr);

INSERT INTO jdbmail_changelog (ID, AUTHOR, FILENAME, DATEEXECUTED, ORDEREXECUTED, MD5SUM, DESCRIPTION, COMMENTS, EXECTYPE, CONTEXTS, LABELS, LIQUIBASE, DEPLOYMENT_ID) VALUES ('messages-sqlite', 'dbmail', 'org/jdbmail/sql/changelog/dbmail/messages.sql', CURRENT_TIMESTAMP, 3, '9:c36d28ce5d51b7ecc31c500ccf9cf80f', 'sql', '', 'EXECUTED', NULL, NULL, '4.33.0', '5897906668');

-- Changeset org/jdbmail/sql/changelog/dbmail/parts.sql::parts-sqlite::dbmail
CREATE TABLE dbmail_messageblks (
  messageblk_idnr INTEGER PRIMARY KEY,
  physmessage_id  INTEGER NOT NULL DEFAULT '0',
  messageblk      TEXT    NOT NULL,
  blocksize       INTEGER NOT NULL DEFAULT '0',
  is_header       BOOLEAN NOT NULL DEFAULT '0'
);

CREATE INDEX dbmail_messageblks_1 ON dbmail_messageblks (physmessage_id);

CREATE INDEX dbmail_messageblks_2 ON dbmail_messageblks (physmessage_id, is_header);

CREATE TABLE dbmail_mimeparts (
  id   INTEGER NOT NULL PRIMARY KEY,
  hash TEXT    NOT NULL,
  data BLOB    NOT NULL,
  size INTEGER NOT NULL
);

CREATE INDEX dbmail_mimeparts_1 ON dbmail_mimeparts (hash);

CREATE TABLE dbmail_partlists (
  physmessage_id INTEGER NOT NULL,
  is_header      BOOLEAN NOT NULL DEFAULT '0',
  part_key       INTEGER NOT NULL DEFAULT '0',
  part_depth     INTEGER NOT NULL DEFAULT '0',
  part_order     INTEGER NOT NULL DEFAULT '0',
  part_id        INTEGER NOT NULL
);

CREATE INDEX dbmail_partlists_1 ON dbmail_partlists (physmessage_id);

CREATE INDEX dbmail_partlists_2 ON dbmail_partlists (part_id);

CREATE UNIQUE INDEX message_parts ON dbmail_partlists (physmessage_id, part_key, part_depth, part_order);

INSERT INTO jdbmail_changelog (ID, AUTHOR, FILENAME, DATEEXECUTED, ORDEREXECUTED, MD5SUM, DESCRIPTION, COMMENTS, EXECTYPE, CONTEXTS, LABELS, LIQUIBASE, DEPLOYMENT_ID) VALUES ('parts-sqlite', 'dbmail', 'org/jdbmail/sql/changelog/dbmail/parts.sql', CURRENT_TIMESTAMP, 4, '9:6257e4b013d7fbbcb5a04b49c05b44ee', 'sql', '', 'EXECUTED', NULL, NULL, '4.33.0', '5897906668');

-- Changeset org/jdbmail/sql/changelog/dbmail/headers.sql::headers-sqlite::dbmail
CREATE TABLE dbmail_headername (
  id         INTEGER PRIMARY KEY,
  headername TEXT NOT NULL DEFAULT ''
);

CREATE UNIQUE INDEX dbmail_headername_1 ON dbmail_headername (headername);

CREATE TABLE dbmail_headervalue (
  id          INTEGER NOT NULL PRIMARY KEY,
  hash        TEXT    NOT NULL,
  headervalue BLOB    NOT NULL,
  sortfield   TEXT    NOT NULL,
  datefield   DATETIME
);

CREATE INDEX dbmail_headervalue_1 ON dbmail_headervalue (hash);

CREATE INDEX dbmail_headervalue_2 ON dbmail_headervalue (sortfield);

CREATE INDEX dbmail_headervalue_3 ON dbmail_headervalue (datefield);

CREATE TABLE dbmail_header (
  physmessage_id INTEGER NOT NULL,
  headername_id  INTEGER NOT NULL,
  headervalue_id INTEGER NOT NULL
);

CREATE UNIQUE INDEX dbmail_header_1 ON dbmail_header (physmessage_id, headername_id, headervalue_id);

CREATE TABLE dbmail_referencesfield (
  physmessage_id  INTEGER NOT NULL,
  id              INTEGER NOT NULL PRIMARY KEY,
  referencesfield TEXT    NOT NULL DEFAULT ''
);

CREATE UNIQUE INDEX dbmail_referencesfield_1 ON dbmail_referencesfield (physmessage_id, referencesfield);

CREATE TABLE dbmail_envelope (
  physmessage_id INTEGER NOT NULL,
  id             INTEGER NOT NULL PRIMARY KEY,
  envelope       TEXT    NOT NULL DEFAULT ''
);

CREATE UNIQUE INDEX dbmail_envelope_1 ON dbmail_envelope (physmessage_id);

CREATE UNIQUE INDEX dbmail_envelope_2 ON dbmail_envelope (physmessage_id, id);

INSERT INTO jdbmail_changelog (ID, AUTHOR, FILENAME, DATEEXECUTED, ORDEREXECUTED, MD5SUM, DESCRIPTION, COMMENTS, EXECTYPE, CONTEXTS, LABELS, LIQUIBASE, DEPLOYMENT_ID) VALUES ('headers-sqlite', 'dbmail', 'org/jdbmail/sql/changelog/dbmail/headers.sql', CURRENT_TIMESTAMP, 5, '9:8ca46fe904c130b2cb600ae7d0e73e6f', 'sql', '', 'EXECUTED', NULL, NULL, '4.33.0', '5897906668');

-- Changeset org/jdbmail/sql/changelog/dbmail/headers.sql::headers-views::dbmail
DROP VIEW IF EXISTS dbmail_fromfield;

CREATE VIEW dbmail_fromfield AS
  SELECT m.physmessage_id, v.sortfield AS fromfield
  FROM dbmail_messages m
  JOIN dbmail_header h ON h.physmessage_id = m.physmessage_id
  JOIN dbmail_headername n ON n.id = h.headername_id
  JOIN dbmail_headervalue v ON v.id = h.headervalue_id
  WHERE n.headername = 'from';

DROP VIEW IF EXISTS dbmail_ccfield;

CREATE VIEW dbmail_ccfield AS
  SELECT m.physmessage_id, v.sortfield AS ccfield
  FROM dbmail_messages m
  JOIN dbmail_header h ON h.physmessage_id = m.physmessage_id
  JOIN dbmail_headername n ON n.id = h.headername_id
  JOIN dbmail_headervalue v ON v.id = h.headervalue_id
  WHERE n.headername = 'cc';

DROP VIEW IF EXISTS dbmail_tofield;

CREATE VIEW dbmail_tofield AS
  SELECT m.physmessage_id, v.sortfield AS tofield
  FROM dbmail_messages m
  JOIN dbmail_header h ON h.physmessage_id = m.physmessage_id
  JOIN dbmail_headername n ON n.id = h.headername_id
  JOIN dbmail_headervalue v ON v.id = h.headervalue_id
  WHERE n.headername = 'to';

DROP VIEW IF EXISTS dbmail_subjectfield;

CREATE VIEW dbmail_subjectfield AS
  SELECT m.physmessage_id, v.headervalue AS subjectfield, v.sortfield
  FROM dbmail_messages m
  JOIN dbmail_header h ON h.physmessage_id = m.physmessage_id
  JOIN dbmail_headername n ON n.id = h.headername_id
  JOIN dbmail_headervalue v ON v.id = h.headervalue_id
  WHERE n.headername = 'subject';

DROP VIEW IF EXISTS dbmail_datefield;

CREATE VIEW dbmail_datefield AS
  SELECT m.physmessage_id, v.datefield, v.sortfield
  FROM dbmail_messages m
  JOIN dbmail_header h ON h.physmessage_id = m.physmessage_id
  JOIN dbmail_headername n ON n.id = h.headername_id
  JOIN dbmail_headervalue v ON v.id = h.headervalue_id
  WHERE n.headername = 'date';

INSERT INTO jdbmail_changelog (ID, AUTHOR, FILENAME, DATEEXECUTED, ORDEREXECUTED, MD5SUM, DESCRIPTION, COMMENTS, EXECTYPE, CONTEXTS, LABELS, LIQUIBASE, DEPLOYMENT_ID) VALUES ('headers-views', 'dbmail', 'org/jdbmail/sql/changelog/dbmail/headers.sql', CURRENT_TIMESTAMP, 6, '9:4d089d477ca81e07f3f743b2985db63c', 'sql', '', 'EXECUTED', NULL, NULL, '4.33.0', '5897906668');

-- Changeset org/jdbmail/sql/changelog/dbmail/rules.sql::rules-sqlite::dbmail
CREATE TABLE dbmail_sievescripts (
  owner_idnr INTEGER NOT NULL DEFAULT '0',
  name       TEXT    NOT NULL,
  script     TEXT,
  active     BOOLEAN NOT NULL DEFAULT '0'
);

CREATE INDEX dbmail_sievescripts_1 ON dbmail_sievescripts (name);

CREATE INDEX dbmail_sievescripts_2 ON dbmail_sievescripts (owner_idnr);

CREATE UNIQUE INDEX dbmail_sievescripts_3 ON dbmail_sievescripts (owner_idnr, name);

CREATE TABLE dbmail_filters (
  id          INTEGER PRIMARY KEY,
  user_id     INTEGER NOT NULL,
  headername  TEXT    NOT NULL,
  headervalue TEXT    NOT NULL,
  mailbox     TEXT    NOT NULL
);

CREATE UNIQUE INDEX dbmail_filters_index_1 ON dbmail_filters (user_id, id);

CREATE TABLE dbmail_auto_notifications (
  user_idnr      INTEGER PRIMARY KEY,
  notify_address TEXT
);

CREATE TABLE dbmail_auto_replies (
  user_idnr  INTEGER PRIMARY KEY,
  reply_body TEXT,
  start_date DATETIME NOT NULL DEFAULT '1980-01-01 22:05:58',
  stop_date  DATETIME NOT NULL DEFAULT '1980-01-01 22:05:58'
);

CREATE TABLE dbmail_replycache (
  to_addr   TEXT     NOT NULL DEFAULT '',
  from_addr TEXT     NOT NULL DEFAULT '',
  handle    TEXT     NOT NULL DEFAULT '',
  lastseen  datetime NOT NULL DEFAULT '0000-00-00 00:00:00'
);

CREATE UNIQUE INDEX dbmail_replycache_1 ON dbmail_replycache (to_addr, from_addr, handle);

INSERT INTO jdbmail_changelog (ID, AUTHOR, FILENAME, DATEEXECUTED, ORDEREXECUTED, MD5SUM, DESCRIPTION, COMMENTS, EXECTYPE, CONTEXTS, LABELS, LIQUIBASE, DEPLOYMENT_ID) VALUES ('rules-sqlite', 'dbmail', 'org/jdbmail/sql/changelog/dbmail/rules.sql', CURRENT_TIMESTAMP, 7, '9:578095a8698c633dc79de8c0ce12b97a', 'sql', '', 'EXECUTED', NULL, NULL, '4.33.0', '5897906668');

-- Changeset org/jdbmail/sql/changelog/dbmail/connections.sql::connections-sqlite::dbmail
CREATE TABLE dbmail_authlog (
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

CREATE TABLE dbmail_usermap (
  login      TEXT NOT NULL,
  sock_allow TEXT NOT NULL,
  sock_deny  TEXT NOT NULL,
  userid     TEXT NOT NULL
);

CREATE UNIQUE INDEX usermap_idx_1 ON dbmail_usermap (login, sock_allow, userid);

CREATE TABLE dbmail_pbsp (
  idnr     INTEGER PRIMARY KEY,
  since    DATETIME NOT NULL DEFAULT '0',
  ipnumber TEXT     NOT NULL
);

CREATE UNIQUE INDEX dbmail_pbsp_1 ON dbmail_pbsp (ipnumber);

CREATE INDEX dbmail_pbsp_2 ON dbmail_pbsp (since);

CREATE TABLE dbmail_upgrade_steps (
  from_version int      NOT NULL,
  to_version   int      NOT NULL,
  applied      datetime NOT NULL DEFAULT current_timestamp
);

CREATE UNIQUE INDEX dbmail_upgrade_steps_index_1 ON dbmail_upgrade_steps (from_version, to_version);

INSERT INTO jdbmail_changelog (ID, AUTHOR, FILENAME, DATEEXECUTED, ORDEREXECUTED, MD5SUM, DESCRIPTION, COMMENTS, EXECTYPE, CONTEXTS, LABELS, LIQUIBASE, DEPLOYMENT_ID) VALUES ('connections-sqlite', 'dbmail', 'org/jdbmail/sql/changelog/dbmail/connections.sql', CURRENT_TIMESTAMP, 8, '9:f419f55e5812f0651b283c96ec6401ee', 'sql', '', 'EXECUTED', NULL, NULL, '4.33.0', '5897906668');

-- Changeset org/jdbmail/sql/changelog/dbmail/sqlite-foreign-keys.sql::sqlite-foreign-keys::dbmail
CREATE TRIGGER fk_insert_mailboxes_users_idnr BEFORE INSERT ON dbmail_mailboxes
  WHEN new.owner_idnr IS NOT NULL AND NOT EXISTS (SELECT 1 FROM dbmail_users WHERE user_idnr = new.owner_idnr)
  BEGIN SELECT RAISE(ABORT, 'mailboxes.owner_idnr: no such users.user_idnr'); END;

CREATE TRIGGER fk_update1_mailboxes_users_idnr BEFORE UPDATE OF owner_idnr ON dbmail_mailboxes
  WHEN new.owner_idnr IS NOT NULL AND NOT EXISTS (SELECT 1 FROM dbmail_users WHERE user_idnr = new.owner_idnr)
  BEGIN SELECT RAISE(ABORT, 'mailboxes.owner_idnr: no such users.user_idnr'); END;

CREATE TRIGGER fk_update2_mailboxes_users_idnr AFTER UPDATE OF user_idnr ON dbmail_users WHEN new.user_idnr <> old.user_idnr
  BEGIN UPDATE dbmail_mailboxes SET owner_idnr = new.user_idnr WHERE owner_idnr = old.user_idnr; END;

CREATE TRIGGER fk_delete_mailboxes_users_idnr BEFORE DELETE ON dbmail_users
  BEGIN DELETE FROM dbmail_mailboxes WHERE owner_idnr = old.user_idnr; END;

CREATE TRIGGER fk_insert_subscription_users_idnr BEFORE INSERT ON dbmail_subscription
  WHEN new.user_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM dbmail_users WHERE user_idnr = new.user_id)
  BEGIN SELECT RAISE(ABORT, 'subscription.user_id: no such users.user_idnr'); END;

CREATE TRIGGER fk_update1_subscription_users_idnr BEFORE UPDATE OF user_id ON dbmail_subscription
  WHEN new.user_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM dbmail_users WHERE user_idnr = new.user_id)
  BEGIN SELECT RAISE(ABORT, 'subscription.user_id: no such users.user_idnr'); END;

CREATE TRIGGER fk_update2_subscription_users_idnr AFTER UPDATE OF user_idnr ON dbmail_users WHEN new.user_idnr <> old.user_idnr
  BEGIN UPDATE dbmail_subscription SET user_id = new.user_idnr WHERE user_id = old.user_idnr; END;

CREATE TRIGGER fk_delete_subscription_users_idnr BEFORE DELETE ON dbmail_users
  BEGIN DELETE FROM dbmail_subscription WHERE user_id = old.user_idnr; END;

CREATE TRIGGER fk_insert_subscription_mailbox_id BEFORE INSERT ON dbmail_subscription
  WHEN new.mailbox_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM dbmail_mailboxes WHERE mailbox_idnr = new.mailbox_id)
  BEGIN SELECT RAISE(ABORT, 'subscription.mailbox_id: no such mailboxes.mailbox_idnr'); END;

CREATE TRIGGER fk_update1_subscription_mailbox_id BEFORE UPDATE OF mailbox_id ON dbmail_subscription
  WHEN new.mailbox_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM dbmail_mailboxes WHERE mailbox_idnr = new.mailbox_id)
  BEGIN SELECT RAISE(ABORT, 'subscription.mailbox_id: no such mailboxes.mailbox_idnr'); END;

CREATE TRIGGER fk_update2_subscription_mailbox_id AFTER UPDATE OF mailbox_idnr ON dbmail_mailboxes WHEN new.mailbox_idnr <> old.mailbox_idnr
  BEGIN UPDATE dbmail_subscription SET mailbox_id = new.mailbox_idnr WHERE mailbox_id = old.mailbox_idnr; END;

CREATE TRIGGER fk_delete_subscription_mailbox_id BEFORE DELETE ON dbmail_mailboxes
  BEGIN DELETE FROM dbmail_subscription WHERE mailbox_id = old.mailbox_idnr; END;

CREATE TRIGGER fk_insert_acl_user_id BEFORE INSERT ON dbmail_acl
  WHEN new.user_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM dbmail_users WHERE user_idnr = new.user_id)
  BEGIN SELECT RAISE(ABORT, 'acl.user_id: no such users.user_idnr'); END;

CREATE TRIGGER fk_update1_acl_user_id BEFORE UPDATE OF user_id ON dbmail_acl
  WHEN new.user_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM dbmail_users WHERE user_idnr = new.user_id)
  BEGIN SELECT RAISE(ABORT, 'acl.user_id: no such users.user_idnr'); END;

CREATE TRIGGER fk_update2_acl_user_id AFTER UPDATE OF user_idnr ON dbmail_users WHEN new.user_idnr <> old.user_idnr
  BEGIN UPDATE dbmail_acl SET user_id = new.user_idnr WHERE user_id = old.user_idnr; END;

CREATE TRIGGER fk_delete_acl_user_id BEFORE DELETE ON dbmail_users
  BEGIN DELETE FROM dbmail_acl WHERE user_id = old.user_idnr; END;

CREATE TRIGGER fk_insert_acl_mailbox_id BEFORE INSERT ON dbmail_acl
  WHEN new.mailbox_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM dbmail_mailboxes WHERE mailbox_idnr = new.mailbox_id)
  BEGIN SELECT RAISE(ABORT, 'acl.mailbox_id: no such mailboxes.mailbox_idnr'); END;

CREATE TRIGGER fk_update1_acl_mailbox_id BEFORE UPDATE OF mailbox_id ON dbmail_acl
  WHEN new.mailbox_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM dbmail_mailboxes WHERE mailbox_idnr = new.mailbox_id)
  BEGIN SELECT RAISE(ABORT, 'acl.mailbox_id: no such mailboxes.mailbox_idnr'); END;

CREATE TRIGGER fk_update2_acl_mailbox_id AFTER UPDATE OF mailbox_idnr ON dbmail_mailboxes WHEN new.mailbox_idnr <> old.mailbox_idnr
  BEGIN UPDATE dbmail_acl SET mailbox_id = new.mailbox_idnr WHERE mailbox_id = old.mailbox_idnr; END;

CREATE TRIGGER fk_delete_acl_mailbox_id BEFORE DELETE ON dbmail_mailboxes
  BEGIN DELETE FROM dbmail_acl WHERE mailbox_id = old.mailbox_idnr; END;

CREATE TRIGGER fk_insert_messages_physmessage_id BEFORE INSERT ON dbmail_messages
  WHEN new.physmessage_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM dbmail_physmessage WHERE id = new.physmessage_id)
  BEGIN SELECT RAISE(ABORT, 'messages.physmessage_id: no such physmessage.id'); END;

CREATE TRIGGER fk_update1_messages_physmessage_id BEFORE UPDATE OF physmessage_id ON dbmail_messages
  WHEN new.physmessage_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM dbmail_physmessage WHERE id = new.physmessage_id)
  BEGIN SELECT RAISE(ABORT, 'messages.physmessage_id: no such physmessage.id'); END;

CREATE TRIGGER fk_update2_messages_physmessage_id AFTER UPDATE OF id ON dbmail_physmessage WHEN new.id <> old.id
  BEGIN UPDATE dbmail_messages SET physmessage_id = new.id WHERE physmessage_id = old.id; END;

CREATE TRIGGER fk_delete_message_physmessage_id BEFORE DELETE ON dbmail_physmessage
  BEGIN DELETE FROM dbmail_messages WHERE physmessage_id = old.id; END;

CREATE TRIGGER fk_insert_messages_mailbox_idnr BEFORE INSERT ON dbmail_messages
  WHEN new.mailbox_idnr IS NOT NULL AND NOT EXISTS (SELECT 1 FROM dbmail_mailboxes WHERE mailbox_idnr = new.mailbox_idnr)
  BEGIN SELECT RAISE(ABORT, 'messages.mailbox_idnr: no such mailboxes.mailbox_idnr'); END;

CREATE TRIGGER fk_update1_messages_mailbox_idnr BEFORE UPDATE OF mailbox_idnr ON dbmail_messages
  WHEN new.mailbox_idnr IS NOT NULL AND NOT EXISTS (SELECT 1 FROM dbmail_mailboxes WHERE mailbox_idnr = new.mailbox_idnr)
  BEGIN SELECT RAISE(ABORT, 'messages.mailbox_idnr: no such mailboxes.mailbox_idnr'); END;

CREATE TRIGGER fk_update2_messages_mailbox_idnr AFTER UPDATE OF mailbox_idnr ON dbmail_mailboxes WHEN new.mailbox_idnr <> old.mailbox_idnr
  BEGIN UPDATE dbmail_messages SET mailbox_idnr = new.mailbox_idnr WHERE mailbox_idnr = old.mailbox_idnr; END;

CREATE TRIGGER fk_delete_messages_mailbox_idnr BEFORE DELETE ON dbmail_mailboxes
  BEGIN DELETE FROM dbmail_messages WHERE mailbox_idnr = old.mailbox_idnr; END;

CREATE TRIGGER fk_insert_dbmail_keywords_dbmail_messages_message_idnr BEFORE INSERT ON dbmail_keywords
  WHEN new.message_idnr IS NOT NULL AND NOT EXISTS (SELECT 1 FROM dbmail_messages WHERE message_idnr = new.message_idnr)
  BEGIN SELECT RAISE(ABORT, 'keywords.message_idnr: no such messages.message_idnr'); END;

CREATE TRIGGER fk_update_dbmail_keywords_dbmail_messages_message_idnr BEFORE UPDATE OF message_idnr ON dbmail_keywords
  WHEN new.message_idnr IS NOT NULL AND NOT EXISTS (SELECT 1 FROM dbmail_messages WHERE message_idnr = new.message_idnr)
  BEGIN SELECT RAISE(ABORT, 'keywords.message_idnr: no such messages.message_idnr'); END;

CREATE TRIGGER fk_update2_dbmail_keywords_dbmail_messages_message_idnr AFTER UPDATE OF message_idnr ON dbmail_messages WHEN new.message_idnr <> old.message_idnr
  BEGIN UPDATE dbmail_keywords SET message_idnr = new.message_idnr WHERE message_idnr = old.message_idnr; END;

CREATE TRIGGER fk_delete_dbmail_keywords_dbmail_messages_message_idnr BEFORE DELETE ON dbmail_messages
  BEGIN DELETE FROM dbmail_keywords WHERE message_idnr = old.message_idnr; END;

CREATE TRIGGER fk_insert_messageblks_physmessage_id BEFORE INSERT ON dbmail_messageblks
  WHEN new.physmessage_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM dbmail_physmessage WHERE id = new.physmessage_id)
  BEGIN SELECT RAISE(ABORT, 'messageblks.physmessage_id: no such physmessage.id'); END;

CREATE TRIGGER fk_update1_messageblks_physmessage_id BEFORE UPDATE OF physmessage_id ON dbmail_messageblks
  WHEN new.physmessage_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM dbmail_physmessage WHERE id = new.physmessage_id)
  BEGIN SELECT RAISE(ABORT, 'messageblks.physmessage_id: no such physmessage.id'); END;

CREATE TRIGGER fk_update2_messageblks_physmessage_id AFTER UPDATE OF id ON dbmail_physmessage WHEN new.id <> old.id
  BEGIN UPDATE dbmail_messageblks SET physmessage_id = new.id WHERE physmessage_id = old.id; END;

CREATE TRIGGER fk_delete_messageblks_physmessage_id BEFORE DELETE ON dbmail_physmessage
  BEGIN DELETE FROM dbmail_messageblks WHERE physmessage_id = old.id; END;

CREATE TRIGGER fk_insert_partlists_mimeparts_id BEFORE INSERT ON dbmail_partlists
  WHEN new.part_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM dbmail_mimeparts WHERE id = new.part_id)
  BEGIN SELECT RAISE(ABORT, 'partlists.part_id: no such mimeparts.id'); END;

CREATE TRIGGER fk_update_partlists_mimeparts_id BEFORE UPDATE OF part_id ON dbmail_partlists
  WHEN new.part_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM dbmail_mimeparts WHERE id = new.part_id)
  BEGIN SELECT RAISE(ABORT, 'partlists.part_id: no such mimeparts.id'); END;

CREATE TRIGGER fk_update2_partlists_mimeparts_id AFTER UPDATE OF id ON dbmail_mimeparts WHEN new.id <> old.id
  BEGIN UPDATE dbmail_partlists SET part_id = new.id WHERE part_id = old.id; END;

CREATE TRIGGER fk_delete_partlists_mimeparts_id BEFORE DELETE ON dbmail_mimeparts
  BEGIN DELETE FROM dbmail_partlists WHERE part_id = old.id; END;

CREATE TRIGGER fk_insert_partlists_physmessage_id BEFORE INSERT ON dbmail_partlists
  WHEN new.physmessage_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM dbmail_physmessage WHERE id = new.physmessage_id)
  BEGIN SELECT RAISE(ABORT, 'partlists.physmessage_id: no such physmessage.id'); END;

CREATE TRIGGER fk_update_partlists_physmessage_id BEFORE UPDATE OF physmessage_id ON dbmail_partlists
  WHEN new.physmessage_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM dbmail_physmessage WHERE id = new.physmessage_id)
  BEGIN SELECT RAISE(ABORT, 'partlists.physmessage_id: no such physmessage.id'); END;

CREATE TRIGGER fk_update2_partlists_physmessage_id AFTER UPDATE OF id ON dbmail_physmessage WHEN new.id <> old.id
  BEGIN UPDATE dbmail_partlists SET physmessage_id = new.id WHERE physmessage_id = old.id; END;

CREATE TRIGGER fk_delete_partlists_physmessage_id BEFORE DELETE ON dbmail_physmessage
  BEGIN DELETE FROM dbmail_partlists WHERE physmessage_id = old.id; END;

CREATE TRIGGER fk_insert_header_physmessage_id BEFORE INSERT ON dbmail_header
  WHEN new.physmessage_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM dbmail_physmessage WHERE id = new.physmessage_id)
  BEGIN SELECT RAISE(ABORT, 'header.physmessage_id: no such physmessage.id'); END;

CREATE TRIGGER fk_update_header_physmessage_id BEFORE UPDATE OF physmessage_id ON dbmail_header
  WHEN new.physmessage_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM dbmail_physmessage WHERE id = new.physmessage_id)
  BEGIN SELECT RAISE(ABORT, 'header.physmessage_id: no such physmessage.id'); END;

CREATE TRIGGER fk_update2_header_physmessage_id AFTER UPDATE OF id ON dbmail_physmessage WHEN new.id <> old.id
  BEGIN UPDATE dbmail_header SET physmessage_id = new.id WHERE physmessage_id = old.id; END;

CREATE TRIGGER fk_delete_header_physmessage_id BEFORE DELETE ON dbmail_physmessage
  BEGIN DELETE FROM dbmail_header WHERE physmessage_id = old.id; END;

CREATE TRIGGER fk_insert_header_headername_id BEFORE INSERT ON dbmail_header
  WHEN new.headername_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM dbmail_headername WHERE id = new.headername_id)
  BEGIN SELECT RAISE(ABORT, 'header.headername_id: no such headername.id'); END;

CREATE TRIGGER fk_update_header_headername_id BEFORE UPDATE OF headername_id ON dbmail_header
  WHEN new.headername_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM dbmail_headername WHERE id = new.headername_id)
  BEGIN SELECT RAISE(ABORT, 'header.headername_id: no such headername.id'); END;

CREATE TRIGGER fk_update2_header_headername_id AFTER UPDATE OF id ON dbmail_headername WHEN new.id <> old.id
  BEGIN UPDATE dbmail_header SET headername_id = new.id WHERE headername_id = old.id; END;

CREATE TRIGGER fk_delete_header_headername_id BEFORE DELETE ON dbmail_headername
  BEGIN DELETE FROM dbmail_header WHERE headername_id = old.id; END;

CREATE TRIGGER fk_insert_header_headervalue_id BEFORE INSERT ON dbmail_header
  WHEN new.headervalue_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM dbmail_headervalue WHERE id = new.headervalue_id)
  BEGIN SELECT RAISE(ABORT, 'header.headervalue_id: no such headervalue.id'); END;

CREATE TRIGGER fk_update_header_headervalue_id BEFORE UPDATE OF headervalue_id ON dbmail_header
  WHEN new.headervalue_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM dbmail_headervalue WHERE id = new.headervalue_id)
  BEGIN SELECT RAISE(ABORT, 'header.headervalue_id: no such headervalue.id'); END;

CREATE TRIGGER fk_update2_header_headervalue_id AFTER UPDATE OF id ON dbmail_headervalue WHEN new.id <> old.id
  BEGIN UPDATE dbmail_header SET headervalue_id = new.id WHERE headervalue_id = old.id; END;

CREATE TRIGGER fk_delete_header_headervalue_id BEFORE DELETE ON dbmail_headervalue
  BEGIN DELETE FROM dbmail_header WHERE headervalue_id = old.id; END;

CREATE TRIGGER fk_insert_referencesfield_physmessage_id BEFORE INSERT ON dbmail_referencesfield
  WHEN new.physmessage_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM dbmail_physmessage WHERE id = new.physmessage_id)
  BEGIN SELECT RAISE(ABORT, 'referencesfield.physmessage_id: no such physmessage.id'); END;

CREATE TRIGGER fk_update1_referencesfield_physmessage_id BEFORE UPDATE OF physmessage_id ON dbmail_referencesfield
  WHEN new.physmessage_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM dbmail_physmessage WHERE id = new.physmessage_id)
  BEGIN SELECT RAISE(ABORT, 'referencesfield.physmessage_id: no such physmessage.id'); END;

CREATE TRIGGER fk_update2_referencesfield_physmessage_id AFTER UPDATE OF id ON dbmail_physmessage WHEN new.id <> old.id
  BEGIN UPDATE dbmail_referencesfield SET physmessage_id = new.id WHERE physmessage_id = old.id; END;

CREATE TRIGGER fk_delete_referencesfield_physmessage_id BEFORE DELETE ON dbmail_physmessage
  BEGIN DELETE FROM dbmail_referencesfield WHERE physmessage_id = old.id; END;

CREATE TRIGGER fk_insert_envelope_physmessage_id BEFORE INSERT ON dbmail_envelope
  WHEN new.physmessage_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM dbmail_physmessage WHERE id = new.physmessage_id)
  BEGIN SELECT RAISE(ABORT, 'envelope.physmessage_id: no such physmessage.id'); END;

CREATE TRIGGER fk_update1_envelope_physmessage_id BEFORE UPDATE OF physmessage_id ON dbmail_envelope
  WHEN new.physmessage_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM dbmail_physmessage WHERE id = new.physmessage_id)
  BEGIN SELECT RAISE(ABORT, 'envelope.physmessage_id: no such physmessage.id'); END;

CREATE TRIGGER fk_update2_envelope_physmessage_id AFTER UPDATE OF id ON dbmail_physmessage WHEN new.id <> old.id
  BEGIN UPDATE dbmail_envelope SET physmessage_id = new.id WHERE physmessage_id = old.id; END;

CREATE TRIGGER fk_delete_envelope_physmessage_id BEFORE DELETE ON dbmail_physmessage
  BEGIN DELETE FROM dbmail_envelope WHERE physmessage_id = old.id; END;

CREATE TRIGGER fk_insert_sievescripts_owner_idnr BEFORE INSERT ON dbmail_sievescripts
  WHEN new.owner_idnr IS NOT NULL AND NOT EXISTS (SELECT 1 FROM dbmail_users WHERE user_idnr = new.owner_idnr)
  BEGIN SELECT RAISE(ABORT, 'sievescripts.owner_idnr: no such users.user_idnr'); END;

CREATE TRIGGER fk_update1_sievescripts_owner_idnr BEFORE UPDATE OF owner_idnr ON dbmail_sievescripts
  WHEN new.owner_idnr IS NOT NULL AND NOT EXISTS (SELECT 1 FROM dbmail_users WHERE user_idnr = new.owner_idnr)
  BEGIN SELECT RAISE(ABORT, 'sievescripts.owner_idnr: no such users.user_idnr'); END;

CREATE TRIGGER fk_update2_sievescripts_owner_idnr AFTER UPDATE OF user_idnr ON dbmail_users WHEN new.user_idnr <> old.user_idnr
  BEGIN UPDATE dbmail_sievescripts SET owner_idnr = new.user_idnr WHERE owner_idnr = old.user_idnr; END;

CREATE TRIGGER fk_delete_sievescripts_owner_idnr BEFORE DELETE ON dbmail_users
  BEGIN DELETE FROM dbmail_sievescripts WHERE owner_idnr = old.user_idnr; END;

CREATE TRIGGER fk_insert_filters_users_user_idnr BEFORE INSERT ON dbmail_filters
  WHEN new.user_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM dbmail_users WHERE user_idnr = new.user_id)
  BEGIN SELECT RAISE(ABORT, 'filters.user_id: no such users.user_idnr'); END;

CREATE TRIGGER fk_update_filters_users_user_idnr BEFORE UPDATE OF user_id ON dbmail_filters
  WHEN new.user_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM dbmail_users WHERE user_idnr = new.user_id)
  BEGIN SELECT RAISE(ABORT, 'filters.user_id: no such users.user_idnr'); END;

CREATE TRIGGER fk_update2_filters_users_user_idnr AFTER UPDATE OF user_idnr ON dbmail_users WHEN new.user_idnr <> old.user_idnr
  BEGIN UPDATE dbmail_filters SET user_id = new.user_idnr WHERE user_id = old.user_idnr; END;

CREATE TRIGGER fk_delete_filters_users_user_idnr BEFORE DELETE ON dbmail_users
  BEGIN DELETE FROM dbmail_filters WHERE user_id = old.user_idnr; END;

CREATE TRIGGER fk_insert_auto_notifications_user_idnr BEFORE INSERT ON dbmail_auto_notifications
  WHEN new.user_idnr IS NOT NULL AND NOT EXISTS (SELECT 1 FROM dbmail_users WHERE user_idnr = new.user_idnr)
  BEGIN SELECT RAISE(ABORT, 'auto_notifications.user_idnr: no such users.user_idnr'); END;

CREATE TRIGGER fk_update1_auto_notifications_user_idnr BEFORE UPDATE OF user_idnr ON dbmail_auto_notifications
  WHEN new.user_idnr IS NOT NULL AND NOT EXISTS (SELECT 1 FROM dbmail_users WHERE user_idnr = new.user_idnr)
  BEGIN SELECT RAISE(ABORT, 'auto_notifications.user_idnr: no such users.user_idnr'); END;

CREATE TRIGGER fk_update2_auto_notifications_user_idnr AFTER UPDATE OF user_idnr ON dbmail_users WHEN new.user_idnr <> old.user_idnr
  BEGIN UPDATE dbmail_auto_notifications SET user_idnr = new.user_idnr WHERE user_idnr = old.user_idnr; END;

CREATE TRIGGER fk_delete_auto_notifications_user_idnr BEFORE DELETE ON dbmail_users
  BEGIN DELETE FROM dbmail_auto_notifications WHERE user_idnr = old.user_idnr; END;

CREATE TRIGGER fk_insert_auto_replies_user_idnr BEFORE INSERT ON dbmail_auto_replies
  WHEN new.user_idnr IS NOT NULL AND NOT EXISTS (SELECT 1 FROM dbmail_users WHERE user_idnr = new.user_idnr)
  BEGIN SELECT RAISE(ABORT, 'auto_replies.user_idnr: no such users.user_idnr'); END;

CREATE TRIGGER fk_update1_auto_replies_user_idnr BEFORE UPDATE OF user_idnr ON dbmail_auto_replies
  WHEN new.user_idnr IS NOT NULL AND NOT EXISTS (SELECT 1 FROM dbmail_users WHERE user_idnr = new.user_idnr)
  BEGIN SELECT RAISE(ABORT, 'auto_replies.user_idnr: no such users.user_idnr'); END;

CREATE TRIGGER fk_update2_auto_replies_user_idnr AFTER UPDATE OF user_idnr ON dbmail_users WHEN new.user_idnr <> old.user_idnr
  BEGIN UPDATE dbmail_auto_replies SET user_idnr = new.user_idnr WHERE user_idnr = old.user_idnr; END;

CREATE TRIGGER fk_delete_auto_replies_user_idnr BEFORE DELETE ON dbmail_users
  BEGIN DELETE FROM dbmail_auto_replies WHERE user_idnr = old.user_idnr; END;

INSERT INTO jdbmail_changelog (ID, AUTHOR, FILENAME, DATEEXECUTED, ORDEREXECUTED, MD5SUM, DESCRIPTION, COMMENTS, EXECTYPE, CONTEXTS, LABELS, LIQUIBASE, DEPLOYMENT_ID) VALUES ('sqlite-foreign-keys', 'dbmail', 'org/jdbmail/sql/changelog/dbmail/sqlite-foreign-keys.sql', CURRENT_TIMESTAMP, 9, '9:d93150bb7343bf05c719b36137f8fbc0', 'sql', '', 'EXECUTED', NULL, NULL, '4.33.0', '5897906668');

-- Changeset org/jdbmail/sql/changelog/dbmail/seed.sql::seed::dbmail
INSERT INTO dbmail_users (userid, passwd, encryption_type) VALUES ('__@!internal_delivery_user!@__', '', 'md5');

INSERT INTO dbmail_users (userid, passwd, encryption_type) VALUES ('anyone', '', 'md5');

INSERT INTO dbmail_users (userid, passwd, encryption_type) VALUES ('__public__', '', 'md5');

INSERT INTO dbmail_headername (headername) VALUES ('return-path');

INSERT INTO dbmail_headername (headername) VALUES ('reply-to');

INSERT INTO dbmail_headername (headername) VALUES ('in-reply-to');

INSERT INTO dbmail_headername (headername) VALUES ('references');

INSERT INTO dbmail_headername (headername) VALUES ('content-disposition');

INSERT INTO dbmail_headername (headername) VALUES ('content-type');

INSERT INTO dbmail_headername (headername) VALUES ('subject');

INSERT INTO dbmail_headername (headername) VALUES ('date');

INSERT INTO dbmail_headername (headername) VALUES ('bcc');

INSERT INTO dbmail_headername (headername) VALUES ('cc');

INSERT INTO dbmail_headername (headername) VALUES ('to');

INSERT INTO dbmail_headername (headername) VALUES ('from');

INSERT INTO dbmail_upgrade_steps (from_version, to_version, applied) VALUES (0, 32001, current_timestamp);

INSERT INTO dbmail_upgrade_steps (from_version, to_version, applied) VALUES (32001, 32002, current_timestamp);

INSERT INTO dbmail_upgrade_steps (from_version, to_version, applied) VALUES (32001, 32003, current_timestamp);

INSERT INTO dbmail_upgrade_steps (from_version, to_version, applied) VALUES (32001, 32004, current_timestamp);

INSERT INTO dbmail_upgrade_steps (from_version, to_version, applied) VALUES (32001, 32005, current_timestamp);

INSERT INTO dbmail_upgrade_steps (from_version, to_version, applied) VALUES (32001, 32006, current_timestamp);

INSERT INTO dbmail_upgrade_steps (from_version, to_version, applied) VALUES (32006, 35001, current_timestamp);

INSERT INTO dbmail_upgrade_steps (from_version, to_version, applied) VALUES (35001, 35002, current_timestamp);

INSERT INTO jdbmail_changelog (ID, AUTHOR, FILENAME, DATEEXECUTED, ORDEREXECUTED, MD5SUM, DESCRIPTION, COMMENTS, EXECTYPE, CONTEXTS, LABELS, LIQUIBASE, DEPLOYMENT_ID) VALUES ('seed', 'dbmail', 'org/jdbmail/sql/changelog/dbmail/seed.sql', CURRENT_TIMESTAMP, 10, '9:ee01540787119ed0789054ceaee93b43', 'sql', '', 'EXECUTED', NULL, NULL, '4.33.0', '5897906668');

-- Changeset org/jdbmail/sql/changelog/jdbmail/lean.sql::lean-sqlite::jdbmail
DROP INDEX IF EXISTS dbmail_mailbox_4;

DROP INDEX IF EXISTS dbmail_messages_3;

DROP INDEX IF EXISTS dbmail_messages_6;

DROP INDEX IF EXISTS dbmail_messages_seq_index;

INSERT INTO jdbmail_changelog (ID, AUTHOR, FILENAME, DATEEXECUTED, ORDEREXECUTED, MD5SUM, DESCRIPTION, COMMENTS, EXECTYPE, CONTEXTS, LABELS, LIQUIBASE, DEPLOYMENT_ID) VALUES ('lean-sqlite', 'jdbmail', 'org/jdbmail/sql/changelog/jdbmail/lean.sql', CURRENT_TIMESTAMP, 11, '9:d622c6268a856f34abcb37aea486ab51', 'sql', '', 'EXECUTED', NULL, NULL, '4.33.0', '5897906668');

-- Changeset org/jdbmail/sql/changelog/jdbmail/content.sql::content-sqlite::jdbmail
CREATE TABLE jdbmail_blob (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  digest  BLOB     NOT NULL UNIQUE,
  size    INTEGER  NOT NULL,
  packing INTEGER  NOT NULL,
  data    BLOB     NOT NULL,
  created DATETIME NOT NULL
);

CREATE TABLE jdbmail_content (
  physmessage_id INTEGER NOT NULL PRIMARY KEY
    REFERENCES dbmail_physmessage (id) ON UPDATE CASCADE ON DELETE CASCADE,
  packing        INTEGER NOT NULL,
  pieces         INTEGER NOT NULL,
  head           BLOB    NOT NULL,
  body           BLOB    NOT NULL
);

CREATE TABLE jdbmail_content_piece (
  physmessage_id INTEGER NOT NULL REFERENCES dbmail_physmessage (id) ON UPDATE CASCADE ON DELETE CASCADE,
  position       INTEGER NOT NULL,
  blob_id        INTEGER NOT NULL REFERENCES jdbmail_blob (id) ON DELETE RESTRICT,
  PRIMARY KEY (physmessage_id, position)
) WITHOUT ROWID;

CREATE INDEX jdbmail_content_piece_blob_id_idx ON jdbmail_content_piece (blob_id);

CREATE TABLE jdbmail_repair (
  physmessage_id INTEGER NOT NULL PRIMARY KEY
    REFERENCES dbmail_physmessage (id) ON UPDATE CASCADE ON DELETE CASCADE,
  packing        INTEGER NOT NULL,
  data           BLOB    NOT NULL
);

INSERT INTO jdbmail_changelog (ID, AUTHOR, FILENAME, DATEEXECUTED, ORDEREXECUTED, MD5SUM, DESCRIPTION, COMMENTS, EXECTYPE, CONTEXTS, LABELS, LIQUIBASE, DEPLOYMENT_ID) VALUES ('content-sqlite', 'jdbmail', 'org/jdbmail/sql/changelog/jdbmail/content.sql', CURRENT_TIMESTAMP, 12, '9:0252ce8db401a2d98a696fcfce45eba9', 'sql', '', 'EXECUTED', NULL, NULL, '4.33.0', '5897906668');

-- Changeset org/jdbmail/sql/changelog/jdbmail/summary.sql::summary-sqlite::jdbmail
CREATE TABLE jdbmail_summary (
  physmessage_id INTEGER NOT NULL PRIMARY KEY
    REFERENCES dbmail_physmessage (id) ON UPDATE CASCADE ON DELETE CASCADE,
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

INSERT INTO jdbmail_changelog (ID, AUTHOR, FILENAME, DATEEXECUTED, ORDEREXECUTED, MD5SUM, DESCRIPTION, COMMENTS, EXECTYPE, CONTEXTS, LABELS, LIQUIBASE, DEPLOYMENT_ID) VALUES ('summary-sqlite', 'jdbmail', 'org/jdbmail/sql/changelog/jdbmail/summary.sql', CURRENT_TIMESTAMP, 13, '9:613ce896e7864c3e8426aa1593c69a57', 'sql', '', 'EXECUTED', NULL, NULL, '4.33.0', '5897906668');

-- Changeset org/jdbmail/sql/changelog/jdbmail/mailboxes.sql::mailboxes-sqlite::jdbmail
CREATE TABLE jdbmail_mailbox_state (
  mailbox_idnr INTEGER NOT NULL PRIMARY KEY
    REFERENCES dbmail_mailboxes (mailbox_idnr) ON UPDATE CASCADE ON DELETE CASCADE,
  uid_next     INTEGER NOT NULL DEFAULT 1,
  purged_seq   INTEGER NOT NULL DEFAULT 0,
  special_use  TEXT
);

INSERT INTO jdbmail_changelog (ID, AUTHOR, FILENAME, DATEEXECUTED, ORDEREXECUTED, MD5SUM, DESCRIPTION, COMMENTS, EXECTYPE, CONTEXTS, LABELS, LIQUIBASE, DEPLOYMENT_ID) VALUES ('mailboxes-sqlite', 'jdbmail', 'org/jdbmail/sql/changelog/jdbmail/mailboxes.sql', CURRENT_TIMESTAMP, 14, '9:741883265a0d8830bab14f10564c2200', 'sql', '', 'EXECUTED', NULL, NULL, '4.33.0', '5897906668');

-- Changeset org/jdbmail/sql/changelog/jdbmail/mailboxes.sql::gone-sqlite::jdbmail
INSERT INTO sqlite_sequence (name, seq)
  SELECT 'dbmail_mailboxes', coalesce(max(mailbox_idnr), 0) FROM dbmail_mailboxes
  WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'dbmail_mailboxes');

CREATE TRIGGER jdbmail_mailbox_gone AFTER DELETE ON dbmail_mailboxes
  BEGIN UPDATE sqlite_sequence SET seq = old.mailbox_idnr
    WHERE name = 'dbmail_mailboxes' AND seq < old.mailbox_idnr; END;

INSERT INTO jdbmail_changelog (ID, AUTHOR, FILENAME, DATEEXECUTED, ORDEREXECUTED, MD5SUM, DESCRIPTION, COMMENTS, EXECTYPE, CONTEXTS, LABELS, LIQUIBASE, DEPLOYMENT_ID) VALUES ('gone-sqlite', 'jdbmail', 'org/jdbmail/sql/changelog/jdbmail/mailboxes.sql', CURRENT_TIMESTAMP, 15, '9:1565f88ec94effdae81072a1aa4de8f7', 'sql', '', 'EXECUTED', NULL, NULL, '4.33.0', '5897906668');

-- Changeset org/jdbmail/sql/changelog/jdbmail/indexes.sql::indexes-sqlite::jdbmail
CREATE INDEX jdbmail_messages_seq_idx ON dbmail_messages (mailbox_idnr, seq);

CREATE INDEX jdbmail_keywords_message_idx ON dbmail_keywords (message_idnr);

INSERT INTO jdbmail_changelog (ID, AUTHOR, FILENAME, DATEEXECUTED, ORDEREXECUTED, MD5SUM, DESCRIPTION, COMMENTS, EXECTYPE, CONTEXTS, LABELS, LIQUIBASE, DEPLOYMENT_ID) VALUES ('indexes-sqlite', 'jdbmail', 'org/jdbmail/sql/changelog/jdbmail/indexes.sql', CURRENT_TIMESTAMP, 16, '9:9c1883baca8f335d8a24f2dffb1a81a6', 'sql', '', 'EXECUTED', NULL, NULL, '4.33.0', '5897906668');

-- Changeset org/jdbmail/sql/changelog/jdbmail/indexes.sql::lookups-sqlite::jdbmail
CREATE INDEX jdbmail_users_lower_idx ON dbmail_users (lower(userid));

CREATE INDEX jdbmail_aliases_lower_idx ON dbmail_aliases (lower(alias));

CREATE INDEX jdbmail_header_name_idx ON dbmail_header (headername_id);

CREATE INDEX jdbmail_header_value_idx ON dbmail_header (headervalue_id);

INSERT INTO jdbmail_changelog (ID, AUTHOR, FILENAME, DATEEXECUTED, ORDEREXECUTED, MD5SUM, DESCRIPTION, COMMENTS, EXECTYPE, CONTEXTS, LABELS, LIQUIBASE, DEPLOYMENT_ID) VALUES ('lookups-sqlite', 'jdbmail', 'org/jdbmail/sql/changelog/jdbmail/indexes.sql', CURRENT_TIMESTAMP, 17, '9:0cbe70bf7f09f376f7f3943b47f4c9be', 'sql', '', 'EXECUTED', NULL, NULL, '4.33.0', '5897906668');

-- Changeset org/jdbmail/sql/changelog/jdbmail/subscriptions.sql::subscriptions-sqlite::jdbmail
CREATE TABLE jdbmail_subscription (
  user_id    INTEGER NOT NULL REFERENCES dbmail_users (user_idnr) ON UPDATE CASCADE ON DELETE CASCADE,
  owner_idnr INTEGER NOT NULL REFERENCES dbmail_users (user_idnr) ON UPDATE CASCADE ON DELETE CASCADE,
  name       TEXT    NOT NULL,
  PRIMARY KEY (user_id, owner_idnr, name)
) WITHOUT ROWID;

CREATE INDEX jdbmail_subscription_owner_idx ON jdbmail_subscription (owner_idnr);

INSERT INTO jdbmail_changelog (ID, AUTHOR, FILENAME, DATEEXECUTED, ORDEREXECUTED, MD5SUM, DESCRIPTION, COMMENTS, EXECTYPE, CONTEXTS, LABELS, LIQUIBASE, DEPLOYMENT_ID) VALUES ('subscriptions-sqlite', 'jdbmail', 'org/jdbmail/sql/changelog/jdbmail/subscriptions.sql', CURRENT_TIMESTAMP, 18, '9:eb24954d24f72b24de6636d9b737a194', 'sql', '', 'EXECUTED', NULL, NULL, '4.33.0', '5897906668');

-- Changeset org/jdbmail/sql/changelog/jdbmail/upkeep.sql::upkeep::jdbmail
CREATE TABLE IF NOT EXISTS jdbmail_upkeep (
  task varchar(32) NOT NULL PRIMARY KEY,
  done timestamp NOT NULL
);

INSERT INTO jdbmail_changelog (ID, AUTHOR, FILENAME, DATEEXECUTED, ORDEREXECUTED, MD5SUM, DESCRIPTION, COMMENTS, EXECTYPE, CONTEXTS, LABELS, LIQUIBASE, DEPLOYMENT_ID) VALUES ('upkeep', 'jdbmail', 'org/jdbmail/sql/changelog/jdbmail/upkeep.sql', CURRENT_TIMESTAMP, 19, '9:ef66d271849f40cedf13623ee7aec9e8', 'sql', '', 'EXECUTED', NULL, NULL, '4.33.0', '5897906668');

-- Changeset org/jdbmail/sql/changelog/jdbmail/version.sql::version::jdbmail
CREATE TABLE IF NOT EXISTS jdbmail_schema (
  version integer   NOT NULL PRIMARY KEY,
  applied timestamp NOT NULL
);

INSERT INTO jdbmail_changelog (ID, AUTHOR, FILENAME, DATEEXECUTED, ORDEREXECUTED, MD5SUM, DESCRIPTION, COMMENTS, EXECTYPE, CONTEXTS, LABELS, LIQUIBASE, DEPLOYMENT_ID) VALUES ('version', 'jdbmail', 'org/jdbmail/sql/changelog/jdbmail/version.sql', CURRENT_TIMESTAMP, 20, '9:dc5e9aded95ec153292bceaf5ecbdb41', 'sql', '', 'EXECUTED', NULL, NULL, '4.33.0', '5897906668');

-- Changeset org/jdbmail/sql/changelog/jdbmail/version.sql::version-1::jdbmail
INSERT INTO jdbmail_schema (version, applied) VALUES (1, current_timestamp);

INSERT INTO jdbmail_changelog (ID, AUTHOR, FILENAME, DATEEXECUTED, ORDEREXECUTED, MD5SUM, DESCRIPTION, COMMENTS, EXECTYPE, CONTEXTS, LABELS, LIQUIBASE, DEPLOYMENT_ID) VALUES ('version-1', 'jdbmail', 'org/jdbmail/sql/changelog/jdbmail/version.sql', CURRENT_TIMESTAMP, 21, '9:953f57cbb197c47007122e3b477ec44a', 'sql', '', 'EXECUTED', NULL, NULL, '4.33.0', '5897906668');

-- Changeset org/jdbmail/sql/changelog/jdbmail/version.sql::version-2::jdbmail
INSERT INTO jdbmail_schema (version, applied) VALUES (2, current_timestamp);

INSERT INTO jdbmail_changelog (ID, AUTHOR, FILENAME, DATEEXECUTED, ORDEREXECUTED, MD5SUM, DESCRIPTION, COMMENTS, EXECTYPE, CONTEXTS, LABELS, LIQUIBASE, DEPLOYMENT_ID) VALUES ('version-2', 'jdbmail', 'org/jdbmail/sql/changelog/jdbmail/version.sql', CURRENT_TIMESTAMP, 22, '9:84e522297dc24bc5dc7554e36548f112', 'sql', '', 'EXECUTED', NULL, NULL, '4.33.0', '5897906668');

-- Changeset org/jdbmail/sql/changelog/jdbmail/version.sql::version-3::jdbmail
INSERT INTO jdbmail_schema (version, applied) VALUES (3, current_timestamp);

INSERT INTO jdbmail_changelog (ID, AUTHOR, FILENAME, DATEEXECUTED, ORDEREXECUTED, MD5SUM, DESCRIPTION, COMMENTS, EXECTYPE, CONTEXTS, LABELS, LIQUIBASE, DEPLOYMENT_ID) VALUES ('version-3', 'jdbmail', 'org/jdbmail/sql/changelog/jdbmail/version.sql', CURRENT_TIMESTAMP, 23, '9:82f065a3f4f17ee4f86432874952b345', 'sql', '', 'EXECUTED', NULL, NULL, '4.33.0', '5897906668');

-- Changeset org/jdbmail/sql/changelog/jdbmail/version.sql::version-4::jdbmail
INSERT INTO jdbmail_schema (version, applied) VALUES (4, current_timestamp);

INSERT INTO jdbmail_changelog (ID, AUTHOR, FILENAME, DATEEXECUTED, ORDEREXECUTED, MD5SUM, DESCRIPTION, COMMENTS, EXECTYPE, CONTEXTS, LABELS, LIQUIBASE, DEPLOYMENT_ID) VALUES ('version-4', 'jdbmail', 'org/jdbmail/sql/changelog/jdbmail/version.sql', CURRENT_TIMESTAMP, 24, '9:871ac7b3bba884249a18527337576569', 'sql', '', 'EXECUTED', NULL, NULL, '4.33.0', '5897906668');

-- Release Database Lock
UPDATE jdbmail_changelog_lock SET LOCKED = 0, LOCKEDBY = NULL, LOCKGRANTED = NULL WHERE ID = 1;
