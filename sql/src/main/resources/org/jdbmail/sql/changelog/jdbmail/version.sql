--liquibase formatted sql

-- The number that a starting program compares with its own: equal, nothing to do; smaller, migrate; larger, refuse.
-- Each release that changes the schema ends this file with one more changeset.

--changeset jdbmail:version
CREATE TABLE IF NOT EXISTS j${prefix}schema (
  version integer   NOT NULL PRIMARY KEY,
  applied ${timestamp} NOT NULL
);

--changeset jdbmail:version-1
${insert} INTO j${prefix}schema (version, applied) VALUES (1, current_timestamp);

--changeset jdbmail:version-2
${insert} INTO j${prefix}schema (version, applied) VALUES (2, current_timestamp);

--changeset jdbmail:version-3
${insert} INTO j${prefix}schema (version, applied) VALUES (3, current_timestamp);

--changeset jdbmail:version-4
${insert} INTO j${prefix}schema (version, applied) VALUES (4, current_timestamp);

--changeset jdbmail:version-5
${insert} INTO j${prefix}schema (version, applied) VALUES (5, current_timestamp);

--changeset jdbmail:version-6
${insert} INTO j${prefix}schema (version, applied) VALUES (6, current_timestamp);

--changeset jdbmail:version-7
${insert} INTO j${prefix}schema (version, applied) VALUES (7, current_timestamp);

--changeset jdbmail:version-8
${insert} INTO j${prefix}schema (version, applied) VALUES (8, current_timestamp);

--changeset jdbmail:version-9
${insert} INTO j${prefix}schema (version, applied) VALUES (9, current_timestamp);

--changeset jdbmail:version-10
${insert} INTO j${prefix}schema (version, applied) VALUES (10, current_timestamp);

--changeset jdbmail:version-11
${insert} INTO j${prefix}schema (version, applied) VALUES (11, current_timestamp);

--changeset jdbmail:version-12
${insert} INTO j${prefix}schema (version, applied) VALUES (12, current_timestamp);

--changeset jdbmail:version-13
${insert} INTO j${prefix}schema (version, applied) VALUES (13, current_timestamp);

--changeset jdbmail:version-14
${insert} INTO j${prefix}schema (version, applied) VALUES (14, current_timestamp);
