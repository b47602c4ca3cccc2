--liquibase formatted sql

-- The rows DBMail expects in a new database: its three own users, the header names it caches, its upgrade steps. None of
-- the three can log in: an empty password never matches.

--changeset dbmail:seed
${insert} INTO ${prefix}users (userid, passwd, encryption_type) VALUES ('__@!internal_delivery_user!@__', '', 'md5');
${insert} INTO ${prefix}users (userid, passwd, encryption_type) VALUES ('anyone', '', 'md5');
${insert} INTO ${prefix}users (userid, passwd, encryption_type) VALUES ('__public__', '', 'md5');
${insert} INTO ${prefix}headername (headername) VALUES ('return-path');
${insert} INTO ${prefix}headername (headername) VALUES ('reply-to');
${insert} INTO ${prefix}headername (headername) VALUES ('in-reply-to');
${insert} INTO ${prefix}headername (headername) VALUES ('references');
${insert} INTO ${prefix}headername (headername) VALUES ('content-disposition');
${insert} INTO ${prefix}headername (headername) VALUES ('content-type');
${insert} INTO ${prefix}headername (headername) VALUES ('subject');
${insert} INTO ${prefix}headername (headername) VALUES ('date');
${insert} INTO ${prefix}headername (headername) VALUES ('bcc');
${insert} INTO ${prefix}headername (headername) VALUES ('cc');
${insert} INTO ${prefix}headername (headername) VALUES ('to');
${insert} INTO ${prefix}headername (headername) VALUES ('from');
${insert} INTO ${prefix}upgrade_steps (from_version, to_version, applied) VALUES (0, 32001, current_timestamp);
${insert} INTO ${prefix}upgrade_steps (from_version, to_version, applied) VALUES (32001, 32002, current_timestamp);
${insert} INTO ${prefix}upgrade_steps (from_version, to_version, applied) VALUES (32001, 32003, current_timestamp);
${insert} INTO ${prefix}upgrade_steps (from_version, to_version, applied) VALUES (32001, 32004, current_timestamp);
${insert} INTO ${prefix}upgrade_steps (from_version, to_version, applied) VALUES (32001, 32005, current_timestamp);
${insert} INTO ${prefix}upgrade_steps (from_version, to_version, applied) VALUES (32001, 32006, current_timestamp);
${insert} INTO ${prefix}upgrade_steps (from_version, to_version, applied) VALUES (32006, 35001, current_timestamp);
${insert} INTO ${prefix}upgrade_steps (from_version, to_version, applied) VALUES (35001, 35002, current_timestamp);
