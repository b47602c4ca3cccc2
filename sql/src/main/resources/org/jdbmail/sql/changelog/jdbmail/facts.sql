--liquibase formatted sql

-- What is so of this store as a whole: how new messages are kept, and how many tables of ours there must be.

--changeset jdbmail:facts
CREATE TABLE IF NOT EXISTS j${prefix}fact (
  name varchar(32)  NOT NULL PRIMARY KEY,
  said varchar(255) NOT NULL
);
