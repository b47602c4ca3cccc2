--liquibase formatted sql

-- What pages of the administration find and sort by. Nothing here is written by a delivery.

--changeset jdbmail:pages-postgresql dbms:postgresql,h2
-- From an account to the addresses that lead to it: every list of accounts shows them.
CREATE INDEX j${prefix}aliases_target_idx ON ${prefix}aliases (deliver_to);
CREATE INDEX j${prefix}session_user_idx ON j${prefix}session (user_idnr);
CREATE INDEX j${prefix}audit_actor_idx ON j${prefix}audit (actor, id);
CREATE INDEX j${prefix}audit_action_idx ON j${prefix}audit (action, id);
CREATE INDEX j${prefix}audit_subject_idx ON j${prefix}audit (subject, id);

--changeset jdbmail:pages-mysql-targets dbms:mysql,mariadb
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:0 SELECT COUNT(*) FROM information_schema.statistics WHERE table_schema = DATABASE() AND index_name = 'j${prefix}aliases_target_idx'
-- The whole of a target may be longer than an index of an old table can hold.
CREATE INDEX j${prefix}aliases_target_idx ON ${prefix}aliases (deliver_to(64));

--changeset jdbmail:pages-mysql-sessions dbms:mysql,mariadb
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:0 SELECT COUNT(*) FROM information_schema.statistics WHERE table_schema = DATABASE() AND index_name = 'j${prefix}session_user_idx'
-- InnoDB ends this and those below with the id.
CREATE INDEX j${prefix}session_user_idx ON j${prefix}session (user_idnr);

--changeset jdbmail:pages-mysql-actor dbms:mysql,mariadb
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:0 SELECT COUNT(*) FROM information_schema.statistics WHERE table_schema = DATABASE() AND index_name = 'j${prefix}audit_actor_idx'
CREATE INDEX j${prefix}audit_actor_idx ON j${prefix}audit (actor);

--changeset jdbmail:pages-mysql-action dbms:mysql,mariadb
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:0 SELECT COUNT(*) FROM information_schema.statistics WHERE table_schema = DATABASE() AND index_name = 'j${prefix}audit_action_idx'
CREATE INDEX j${prefix}audit_action_idx ON j${prefix}audit (action);

--changeset jdbmail:pages-mysql-subject dbms:mysql,mariadb
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:0 SELECT COUNT(*) FROM information_schema.statistics WHERE table_schema = DATABASE() AND index_name = 'j${prefix}audit_subject_idx'
CREATE INDEX j${prefix}audit_subject_idx ON j${prefix}audit (subject);

--changeset jdbmail:pages-sqlite dbms:sqlite
-- Which ends each of these with the id.
CREATE INDEX j${prefix}aliases_target_idx ON ${prefix}aliases (deliver_to);
CREATE INDEX j${prefix}session_user_idx ON j${prefix}session (user_idnr);
CREATE INDEX j${prefix}audit_actor_idx ON j${prefix}audit (actor);
CREATE INDEX j${prefix}audit_action_idx ON j${prefix}audit (action);
CREATE INDEX j${prefix}audit_subject_idx ON j${prefix}audit (subject);
