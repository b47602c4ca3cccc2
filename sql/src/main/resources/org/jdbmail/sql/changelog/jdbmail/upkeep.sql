--liquibase formatted sql

-- When the work that is due from time to time was last done, for all processes on the database.

--changeset jdbmail:upkeep
CREATE TABLE IF NOT EXISTS j${prefix}upkeep (
  task varchar(32) NOT NULL PRIMARY KEY,
  done ${timestamp} NOT NULL
);
