--liquibase formatted sql

-- DBMail's SQLite tables declare no foreign keys; triggers stand for them, four to each: a child needs its parent when it
-- is inserted and when it is changed, follows its parent's key, and goes with it. The names and effects are DBMail's. Unlike
-- DBMail's, they look at the key columns only: its "update2" triggers fire on every update of a parent, so that there
-- each change of a mailbox's seq rewrites all of its messages.

--changeset dbmail:sqlite-foreign-keys dbms:sqlite endDelimiter:;;

-- mailboxes.owner_idnr -> users.user_idnr
CREATE TRIGGER ${bare}fk_insert_mailboxes_users_idnr BEFORE INSERT ON ${prefix}mailboxes
  WHEN new.owner_idnr IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ${prefix}users WHERE user_idnr = new.owner_idnr)
  BEGIN SELECT RAISE(ABORT, 'mailboxes.owner_idnr: no such users.user_idnr'); END;;
CREATE TRIGGER ${bare}fk_update1_mailboxes_users_idnr BEFORE UPDATE OF owner_idnr ON ${prefix}mailboxes
  WHEN new.owner_idnr IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ${prefix}users WHERE user_idnr = new.owner_idnr)
  BEGIN SELECT RAISE(ABORT, 'mailboxes.owner_idnr: no such users.user_idnr'); END;;
CREATE TRIGGER ${bare}fk_update2_mailboxes_users_idnr AFTER UPDATE OF user_idnr ON ${prefix}users WHEN new.user_idnr <> old.user_idnr
  BEGIN UPDATE ${prefix}mailboxes SET owner_idnr = new.user_idnr WHERE owner_idnr = old.user_idnr; END;;
CREATE TRIGGER ${bare}fk_delete_mailboxes_users_idnr BEFORE DELETE ON ${prefix}users
  BEGIN DELETE FROM ${prefix}mailboxes WHERE owner_idnr = old.user_idnr; END;;

-- subscription.user_id -> users.user_idnr
CREATE TRIGGER ${bare}fk_insert_subscription_users_idnr BEFORE INSERT ON ${prefix}subscription
  WHEN new.user_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ${prefix}users WHERE user_idnr = new.user_id)
  BEGIN SELECT RAISE(ABORT, 'subscription.user_id: no such users.user_idnr'); END;;
CREATE TRIGGER ${bare}fk_update1_subscription_users_idnr BEFORE UPDATE OF user_id ON ${prefix}subscription
  WHEN new.user_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ${prefix}users WHERE user_idnr = new.user_id)
  BEGIN SELECT RAISE(ABORT, 'subscription.user_id: no such users.user_idnr'); END;;
CREATE TRIGGER ${bare}fk_update2_subscription_users_idnr AFTER UPDATE OF user_idnr ON ${prefix}users WHEN new.user_idnr <> old.user_idnr
  BEGIN UPDATE ${prefix}subscription SET user_id = new.user_idnr WHERE user_id = old.user_idnr; END;;
CREATE TRIGGER ${bare}fk_delete_subscription_users_idnr BEFORE DELETE ON ${prefix}users
  BEGIN DELETE FROM ${prefix}subscription WHERE user_id = old.user_idnr; END;;

-- subscription.mailbox_id -> mailboxes.mailbox_idnr
CREATE TRIGGER ${bare}fk_insert_subscription_mailbox_id BEFORE INSERT ON ${prefix}subscription
  WHEN new.mailbox_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ${prefix}mailboxes WHERE mailbox_idnr = new.mailbox_id)
  BEGIN SELECT RAISE(ABORT, 'subscription.mailbox_id: no such mailboxes.mailbox_idnr'); END;;
CREATE TRIGGER ${bare}fk_update1_subscription_mailbox_id BEFORE UPDATE OF mailbox_id ON ${prefix}subscription
  WHEN new.mailbox_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ${prefix}mailboxes WHERE mailbox_idnr = new.mailbox_id)
  BEGIN SELECT RAISE(ABORT, 'subscription.mailbox_id: no such mailboxes.mailbox_idnr'); END;;
CREATE TRIGGER ${bare}fk_update2_subscription_mailbox_id AFTER UPDATE OF mailbox_idnr ON ${prefix}mailboxes WHEN new.mailbox_idnr <> old.mailbox_idnr
  BEGIN UPDATE ${prefix}subscription SET mailbox_id = new.mailbox_idnr WHERE mailbox_id = old.mailbox_idnr; END;;
CREATE TRIGGER ${bare}fk_delete_subscription_mailbox_id BEFORE DELETE ON ${prefix}mailboxes
  BEGIN DELETE FROM ${prefix}subscription WHERE mailbox_id = old.mailbox_idnr; END;;

-- acl.user_id -> users.user_idnr
CREATE TRIGGER ${bare}fk_insert_acl_user_id BEFORE INSERT ON ${prefix}acl
  WHEN new.user_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ${prefix}users WHERE user_idnr = new.user_id)
  BEGIN SELECT RAISE(ABORT, 'acl.user_id: no such users.user_idnr'); END;;
CREATE TRIGGER ${bare}fk_update1_acl_user_id BEFORE UPDATE OF user_id ON ${prefix}acl
  WHEN new.user_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ${prefix}users WHERE user_idnr = new.user_id)
  BEGIN SELECT RAISE(ABORT, 'acl.user_id: no such users.user_idnr'); END;;
CREATE TRIGGER ${bare}fk_update2_acl_user_id AFTER UPDATE OF user_idnr ON ${prefix}users WHEN new.user_idnr <> old.user_idnr
  BEGIN UPDATE ${prefix}acl SET user_id = new.user_idnr WHERE user_id = old.user_idnr; END;;
CREATE TRIGGER ${bare}fk_delete_acl_user_id BEFORE DELETE ON ${prefix}users
  BEGIN DELETE FROM ${prefix}acl WHERE user_id = old.user_idnr; END;;

-- acl.mailbox_id -> mailboxes.mailbox_idnr
CREATE TRIGGER ${bare}fk_insert_acl_mailbox_id BEFORE INSERT ON ${prefix}acl
  WHEN new.mailbox_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ${prefix}mailboxes WHERE mailbox_idnr = new.mailbox_id)
  BEGIN SELECT RAISE(ABORT, 'acl.mailbox_id: no such mailboxes.mailbox_idnr'); END;;
CREATE TRIGGER ${bare}fk_update1_acl_mailbox_id BEFORE UPDATE OF mailbox_id ON ${prefix}acl
  WHEN new.mailbox_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ${prefix}mailboxes WHERE mailbox_idnr = new.mailbox_id)
  BEGIN SELECT RAISE(ABORT, 'acl.mailbox_id: no such mailboxes.mailbox_idnr'); END;;
CREATE TRIGGER ${bare}fk_update2_acl_mailbox_id AFTER UPDATE OF mailbox_idnr ON ${prefix}mailboxes WHEN new.mailbox_idnr <> old.mailbox_idnr
  BEGIN UPDATE ${prefix}acl SET mailbox_id = new.mailbox_idnr WHERE mailbox_id = old.mailbox_idnr; END;;
CREATE TRIGGER ${bare}fk_delete_acl_mailbox_id BEFORE DELETE ON ${prefix}mailboxes
  BEGIN DELETE FROM ${prefix}acl WHERE mailbox_id = old.mailbox_idnr; END;;

-- messages.physmessage_id -> physmessage.id
CREATE TRIGGER ${bare}fk_insert_messages_physmessage_id BEFORE INSERT ON ${prefix}messages
  WHEN new.physmessage_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ${prefix}physmessage WHERE id = new.physmessage_id)
  BEGIN SELECT RAISE(ABORT, 'messages.physmessage_id: no such physmessage.id'); END;;
CREATE TRIGGER ${bare}fk_update1_messages_physmessage_id BEFORE UPDATE OF physmessage_id ON ${prefix}messages
  WHEN new.physmessage_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ${prefix}physmessage WHERE id = new.physmessage_id)
  BEGIN SELECT RAISE(ABORT, 'messages.physmessage_id: no such physmessage.id'); END;;
CREATE TRIGGER ${bare}fk_update2_messages_physmessage_id AFTER UPDATE OF id ON ${prefix}physmessage WHEN new.id <> old.id
  BEGIN UPDATE ${prefix}messages SET physmessage_id = new.id WHERE physmessage_id = old.id; END;;
CREATE TRIGGER ${bare}fk_delete_message_physmessage_id BEFORE DELETE ON ${prefix}physmessage
  BEGIN DELETE FROM ${prefix}messages WHERE physmessage_id = old.id; END;;

-- messages.mailbox_idnr -> mailboxes.mailbox_idnr
CREATE TRIGGER ${bare}fk_insert_messages_mailbox_idnr BEFORE INSERT ON ${prefix}messages
  WHEN new.mailbox_idnr IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ${prefix}mailboxes WHERE mailbox_idnr = new.mailbox_idnr)
  BEGIN SELECT RAISE(ABORT, 'messages.mailbox_idnr: no such mailboxes.mailbox_idnr'); END;;
CREATE TRIGGER ${bare}fk_update1_messages_mailbox_idnr BEFORE UPDATE OF mailbox_idnr ON ${prefix}messages
  WHEN new.mailbox_idnr IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ${prefix}mailboxes WHERE mailbox_idnr = new.mailbox_idnr)
  BEGIN SELECT RAISE(ABORT, 'messages.mailbox_idnr: no such mailboxes.mailbox_idnr'); END;;
CREATE TRIGGER ${bare}fk_update2_messages_mailbox_idnr AFTER UPDATE OF mailbox_idnr ON ${prefix}mailboxes WHEN new.mailbox_idnr <> old.mailbox_idnr
  BEGIN UPDATE ${prefix}messages SET mailbox_idnr = new.mailbox_idnr WHERE mailbox_idnr = old.mailbox_idnr; END;;
CREATE TRIGGER ${bare}fk_delete_messages_mailbox_idnr BEFORE DELETE ON ${prefix}mailboxes
  BEGIN DELETE FROM ${prefix}messages WHERE mailbox_idnr = old.mailbox_idnr; END;;

-- keywords.message_idnr -> messages.message_idnr
CREATE TRIGGER ${bare}fk_insert_dbmail_keywords_dbmail_messages_message_idnr BEFORE INSERT ON ${prefix}keywords
  WHEN new.message_idnr IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ${prefix}messages WHERE message_idnr = new.message_idnr)
  BEGIN SELECT RAISE(ABORT, 'keywords.message_idnr: no such messages.message_idnr'); END;;
CREATE TRIGGER ${bare}fk_update_dbmail_keywords_dbmail_messages_message_idnr BEFORE UPDATE OF message_idnr ON ${prefix}keywords
  WHEN new.message_idnr IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ${prefix}messages WHERE message_idnr = new.message_idnr)
  BEGIN SELECT RAISE(ABORT, 'keywords.message_idnr: no such messages.message_idnr'); END;;
CREATE TRIGGER ${bare}fk_update2_dbmail_keywords_dbmail_messages_message_idnr AFTER UPDATE OF message_idnr ON ${prefix}messages WHEN new.message_idnr <> old.message_idnr
  BEGIN UPDATE ${prefix}keywords SET message_idnr = new.message_idnr WHERE message_idnr = old.message_idnr; END;;
CREATE TRIGGER ${bare}fk_delete_dbmail_keywords_dbmail_messages_message_idnr BEFORE DELETE ON ${prefix}messages
  BEGIN DELETE FROM ${prefix}keywords WHERE message_idnr = old.message_idnr; END;;

-- messageblks.physmessage_id -> physmessage.id
CREATE TRIGGER ${bare}fk_insert_messageblks_physmessage_id BEFORE INSERT ON ${prefix}messageblks
  WHEN new.physmessage_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ${prefix}physmessage WHERE id = new.physmessage_id)
  BEGIN SELECT RAISE(ABORT, 'messageblks.physmessage_id: no such physmessage.id'); END;;
CREATE TRIGGER ${bare}fk_update1_messageblks_physmessage_id BEFORE UPDATE OF physmessage_id ON ${prefix}messageblks
  WHEN new.physmessage_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ${prefix}physmessage WHERE id = new.physmessage_id)
  BEGIN SELECT RAISE(ABORT, 'messageblks.physmessage_id: no such physmessage.id'); END;;
CREATE TRIGGER ${bare}fk_update2_messageblks_physmessage_id AFTER UPDATE OF id ON ${prefix}physmessage WHEN new.id <> old.id
  BEGIN UPDATE ${prefix}messageblks SET physmessage_id = new.id WHERE physmessage_id = old.id; END;;
CREATE TRIGGER ${bare}fk_delete_messageblks_physmessage_id BEFORE DELETE ON ${prefix}physmessage
  BEGIN DELETE FROM ${prefix}messageblks WHERE physmessage_id = old.id; END;;

-- partlists.part_id -> mimeparts.id
CREATE TRIGGER ${bare}fk_insert_partlists_mimeparts_id BEFORE INSERT ON ${prefix}partlists
  WHEN new.part_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ${prefix}mimeparts WHERE id = new.part_id)
  BEGIN SELECT RAISE(ABORT, 'partlists.part_id: no such mimeparts.id'); END;;
CREATE TRIGGER ${bare}fk_update_partlists_mimeparts_id BEFORE UPDATE OF part_id ON ${prefix}partlists
  WHEN new.part_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ${prefix}mimeparts WHERE id = new.part_id)
  BEGIN SELECT RAISE(ABORT, 'partlists.part_id: no such mimeparts.id'); END;;
CREATE TRIGGER ${bare}fk_update2_partlists_mimeparts_id AFTER UPDATE OF id ON ${prefix}mimeparts WHEN new.id <> old.id
  BEGIN UPDATE ${prefix}partlists SET part_id = new.id WHERE part_id = old.id; END;;
CREATE TRIGGER ${bare}fk_delete_partlists_mimeparts_id BEFORE DELETE ON ${prefix}mimeparts
  BEGIN DELETE FROM ${prefix}partlists WHERE part_id = old.id; END;;

-- partlists.physmessage_id -> physmessage.id
CREATE TRIGGER ${bare}fk_insert_partlists_physmessage_id BEFORE INSERT ON ${prefix}partlists
  WHEN new.physmessage_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ${prefix}physmessage WHERE id = new.physmessage_id)
  BEGIN SELECT RAISE(ABORT, 'partlists.physmessage_id: no such physmessage.id'); END;;
CREATE TRIGGER ${bare}fk_update_partlists_physmessage_id BEFORE UPDATE OF physmessage_id ON ${prefix}partlists
  WHEN new.physmessage_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ${prefix}physmessage WHERE id = new.physmessage_id)
  BEGIN SELECT RAISE(ABORT, 'partlists.physmessage_id: no such physmessage.id'); END;;
CREATE TRIGGER ${bare}fk_update2_partlists_physmessage_id AFTER UPDATE OF id ON ${prefix}physmessage WHEN new.id <> old.id
  BEGIN UPDATE ${prefix}partlists SET physmessage_id = new.id WHERE physmessage_id = old.id; END;;
CREATE TRIGGER ${bare}fk_delete_partlists_physmessage_id BEFORE DELETE ON ${prefix}physmessage
  BEGIN DELETE FROM ${prefix}partlists WHERE physmessage_id = old.id; END;;

-- header.physmessage_id -> physmessage.id
CREATE TRIGGER ${bare}fk_insert_header_physmessage_id BEFORE INSERT ON ${prefix}header
  WHEN new.physmessage_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ${prefix}physmessage WHERE id = new.physmessage_id)
  BEGIN SELECT RAISE(ABORT, 'header.physmessage_id: no such physmessage.id'); END;;
CREATE TRIGGER ${bare}fk_update_header_physmessage_id BEFORE UPDATE OF physmessage_id ON ${prefix}header
  WHEN new.physmessage_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ${prefix}physmessage WHERE id = new.physmessage_id)
  BEGIN SELECT RAISE(ABORT, 'header.physmessage_id: no such physmessage.id'); END;;
CREATE TRIGGER ${bare}fk_update2_header_physmessage_id AFTER UPDATE OF id ON ${prefix}physmessage WHEN new.id <> old.id
  BEGIN UPDATE ${prefix}header SET physmessage_id = new.id WHERE physmessage_id = old.id; END;;
CREATE TRIGGER ${bare}fk_delete_header_physmessage_id BEFORE DELETE ON ${prefix}physmessage
  BEGIN DELETE FROM ${prefix}header WHERE physmessage_id = old.id; END;;

-- header.headername_id -> headername.id
CREATE TRIGGER ${bare}fk_insert_header_headername_id BEFORE INSERT ON ${prefix}header
  WHEN new.headername_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ${prefix}headername WHERE id = new.headername_id)
  BEGIN SELECT RAISE(ABORT, 'header.headername_id: no such headername.id'); END;;
CREATE TRIGGER ${bare}fk_update_header_headername_id BEFORE UPDATE OF headername_id ON ${prefix}header
  WHEN new.headername_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ${prefix}headername WHERE id = new.headername_id)
  BEGIN SELECT RAISE(ABORT, 'header.headername_id: no such headername.id'); END;;
CREATE TRIGGER ${bare}fk_update2_header_headername_id AFTER UPDATE OF id ON ${prefix}headername WHEN new.id <> old.id
  BEGIN UPDATE ${prefix}header SET headername_id = new.id WHERE headername_id = old.id; END;;
CREATE TRIGGER ${bare}fk_delete_header_headername_id BEFORE DELETE ON ${prefix}headername
  BEGIN DELETE FROM ${prefix}header WHERE headername_id = old.id; END;;

-- header.headervalue_id -> headervalue.id
CREATE TRIGGER ${bare}fk_insert_header_headervalue_id BEFORE INSERT ON ${prefix}header
  WHEN new.headervalue_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ${prefix}headervalue WHERE id = new.headervalue_id)
  BEGIN SELECT RAISE(ABORT, 'header.headervalue_id: no such headervalue.id'); END;;
CREATE TRIGGER ${bare}fk_update_header_headervalue_id BEFORE UPDATE OF headervalue_id ON ${prefix}header
  WHEN new.headervalue_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ${prefix}headervalue WHERE id = new.headervalue_id)
  BEGIN SELECT RAISE(ABORT, 'header.headervalue_id: no such headervalue.id'); END;;
CREATE TRIGGER ${bare}fk_update2_header_headervalue_id AFTER UPDATE OF id ON ${prefix}headervalue WHEN new.id <> old.id
  BEGIN UPDATE ${prefix}header SET headervalue_id = new.id WHERE headervalue_id = old.id; END;;
CREATE TRIGGER ${bare}fk_delete_header_headervalue_id BEFORE DELETE ON ${prefix}headervalue
  BEGIN DELETE FROM ${prefix}header WHERE headervalue_id = old.id; END;;

-- referencesfield.physmessage_id -> physmessage.id
CREATE TRIGGER ${bare}fk_insert_referencesfield_physmessage_id BEFORE INSERT ON ${prefix}referencesfield
  WHEN new.physmessage_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ${prefix}physmessage WHERE id = new.physmessage_id)
  BEGIN SELECT RAISE(ABORT, 'referencesfield.physmessage_id: no such physmessage.id'); END;;
CREATE TRIGGER ${bare}fk_update1_referencesfield_physmessage_id BEFORE UPDATE OF physmessage_id ON ${prefix}referencesfield
  WHEN new.physmessage_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ${prefix}physmessage WHERE id = new.physmessage_id)
  BEGIN SELECT RAISE(ABORT, 'referencesfield.physmessage_id: no such physmessage.id'); END;;
CREATE TRIGGER ${bare}fk_update2_referencesfield_physmessage_id AFTER UPDATE OF id ON ${prefix}physmessage WHEN new.id <> old.id
  BEGIN UPDATE ${prefix}referencesfield SET physmessage_id = new.id WHERE physmessage_id = old.id; END;;
CREATE TRIGGER ${bare}fk_delete_referencesfield_physmessage_id BEFORE DELETE ON ${prefix}physmessage
  BEGIN DELETE FROM ${prefix}referencesfield WHERE physmessage_id = old.id; END;;

-- envelope.physmessage_id -> physmessage.id
CREATE TRIGGER ${bare}fk_insert_envelope_physmessage_id BEFORE INSERT ON ${prefix}envelope
  WHEN new.physmessage_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ${prefix}physmessage WHERE id = new.physmessage_id)
  BEGIN SELECT RAISE(ABORT, 'envelope.physmessage_id: no such physmessage.id'); END;;
CREATE TRIGGER ${bare}fk_update1_envelope_physmessage_id BEFORE UPDATE OF physmessage_id ON ${prefix}envelope
  WHEN new.physmessage_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ${prefix}physmessage WHERE id = new.physmessage_id)
  BEGIN SELECT RAISE(ABORT, 'envelope.physmessage_id: no such physmessage.id'); END;;
CREATE TRIGGER ${bare}fk_update2_envelope_physmessage_id AFTER UPDATE OF id ON ${prefix}physmessage WHEN new.id <> old.id
  BEGIN UPDATE ${prefix}envelope SET physmessage_id = new.id WHERE physmessage_id = old.id; END;;
CREATE TRIGGER ${bare}fk_delete_envelope_physmessage_id BEFORE DELETE ON ${prefix}physmessage
  BEGIN DELETE FROM ${prefix}envelope WHERE physmessage_id = old.id; END;;

-- sievescripts.owner_idnr -> users.user_idnr
CREATE TRIGGER ${bare}fk_insert_sievescripts_owner_idnr BEFORE INSERT ON ${prefix}sievescripts
  WHEN new.owner_idnr IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ${prefix}users WHERE user_idnr = new.owner_idnr)
  BEGIN SELECT RAISE(ABORT, 'sievescripts.owner_idnr: no such users.user_idnr'); END;;
CREATE TRIGGER ${bare}fk_update1_sievescripts_owner_idnr BEFORE UPDATE OF owner_idnr ON ${prefix}sievescripts
  WHEN new.owner_idnr IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ${prefix}users WHERE user_idnr = new.owner_idnr)
  BEGIN SELECT RAISE(ABORT, 'sievescripts.owner_idnr: no such users.user_idnr'); END;;
CREATE TRIGGER ${bare}fk_update2_sievescripts_owner_idnr AFTER UPDATE OF user_idnr ON ${prefix}users WHEN new.user_idnr <> old.user_idnr
  BEGIN UPDATE ${prefix}sievescripts SET owner_idnr = new.user_idnr WHERE owner_idnr = old.user_idnr; END;;
CREATE TRIGGER ${bare}fk_delete_sievescripts_owner_idnr BEFORE DELETE ON ${prefix}users
  BEGIN DELETE FROM ${prefix}sievescripts WHERE owner_idnr = old.user_idnr; END;;

-- filters.user_id -> users.user_idnr
CREATE TRIGGER ${bare}fk_insert_filters_users_user_idnr BEFORE INSERT ON ${prefix}filters
  WHEN new.user_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ${prefix}users WHERE user_idnr = new.user_id)
  BEGIN SELECT RAISE(ABORT, 'filters.user_id: no such users.user_idnr'); END;;
CREATE TRIGGER ${bare}fk_update_filters_users_user_idnr BEFORE UPDATE OF user_id ON ${prefix}filters
  WHEN new.user_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ${prefix}users WHERE user_idnr = new.user_id)
  BEGIN SELECT RAISE(ABORT, 'filters.user_id: no such users.user_idnr'); END;;
CREATE TRIGGER ${bare}fk_update2_filters_users_user_idnr AFTER UPDATE OF user_idnr ON ${prefix}users WHEN new.user_idnr <> old.user_idnr
  BEGIN UPDATE ${prefix}filters SET user_id = new.user_idnr WHERE user_id = old.user_idnr; END;;
CREATE TRIGGER ${bare}fk_delete_filters_users_user_idnr BEFORE DELETE ON ${prefix}users
  BEGIN DELETE FROM ${prefix}filters WHERE user_id = old.user_idnr; END;;

-- auto_notifications.user_idnr -> users.user_idnr
CREATE TRIGGER ${bare}fk_insert_auto_notifications_user_idnr BEFORE INSERT ON ${prefix}auto_notifications
  WHEN new.user_idnr IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ${prefix}users WHERE user_idnr = new.user_idnr)
  BEGIN SELECT RAISE(ABORT, 'auto_notifications.user_idnr: no such users.user_idnr'); END;;
CREATE TRIGGER ${bare}fk_update1_auto_notifications_user_idnr BEFORE UPDATE OF user_idnr ON ${prefix}auto_notifications
  WHEN new.user_idnr IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ${prefix}users WHERE user_idnr = new.user_idnr)
  BEGIN SELECT RAISE(ABORT, 'auto_notifications.user_idnr: no such users.user_idnr'); END;;
CREATE TRIGGER ${bare}fk_update2_auto_notifications_user_idnr AFTER UPDATE OF user_idnr ON ${prefix}users WHEN new.user_idnr <> old.user_idnr
  BEGIN UPDATE ${prefix}auto_notifications SET user_idnr = new.user_idnr WHERE user_idnr = old.user_idnr; END;;
CREATE TRIGGER ${bare}fk_delete_auto_notifications_user_idnr BEFORE DELETE ON ${prefix}users
  BEGIN DELETE FROM ${prefix}auto_notifications WHERE user_idnr = old.user_idnr; END;;

-- auto_replies.user_idnr -> users.user_idnr
CREATE TRIGGER ${bare}fk_insert_auto_replies_user_idnr BEFORE INSERT ON ${prefix}auto_replies
  WHEN new.user_idnr IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ${prefix}users WHERE user_idnr = new.user_idnr)
  BEGIN SELECT RAISE(ABORT, 'auto_replies.user_idnr: no such users.user_idnr'); END;;
CREATE TRIGGER ${bare}fk_update1_auto_replies_user_idnr BEFORE UPDATE OF user_idnr ON ${prefix}auto_replies
  WHEN new.user_idnr IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ${prefix}users WHERE user_idnr = new.user_idnr)
  BEGIN SELECT RAISE(ABORT, 'auto_replies.user_idnr: no such users.user_idnr'); END;;
CREATE TRIGGER ${bare}fk_update2_auto_replies_user_idnr AFTER UPDATE OF user_idnr ON ${prefix}users WHEN new.user_idnr <> old.user_idnr
  BEGIN UPDATE ${prefix}auto_replies SET user_idnr = new.user_idnr WHERE user_idnr = old.user_idnr; END;;
CREATE TRIGGER ${bare}fk_delete_auto_replies_user_idnr BEFORE DELETE ON ${prefix}users
  BEGIN DELETE FROM ${prefix}auto_replies WHERE user_idnr = old.user_idnr; END;;
