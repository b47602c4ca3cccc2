package org.jdbmail.cli.users;

import org.jdbmail.cli.dbmail.CommonOptions;

/** The program's own help. */
final class UsersHelp {
    static final String TEXT = """
            *** dbmail-users ***
            Manages the accounts, aliases and forwards of a mail store.

            One of these is to be done:
                 -a, --add-user user      add a user
                 -d, --delete-user user   delete a user, with aliases and all mail
                 -c, --change-user user   change details of a user
                 -e, --empty-user-mailboxes user   remove all mail of a user (with -y)
                 -l, --list-user user     list users (wildcards * and ?), or where an alias leads to
                 -L, --list-users         list all users and forwards
                 -x, --forward address    forward an address to foreign ones
                                          (with --add-forward, --delete-forward)

            Details, for adding and changing:
                 -w, --password passwd    the user's password; others on this machine can see it
                 -W, --pw-file[=file]     read the password from the first line of a file,
                                          or ask for it
                 -p, --pw-type type       how to store the password: argon2id (new users, unless
                                          the settings say otherwise), bcrypt,
                                          plaintext, crypt, md5-hash, md5-digest, md5-base64,
                                          whirlpool, sha512, sha256, sha1, tiger;
                                          with '-raw' after it: the password given is encoded
                                          already. shadow: as -P
                 -P, --pw-shadow file     take the encoded password from a shadow file;
                                          -P alone from /etc/shadow, else -Pfile
                 -u, --user user          the user's new name (with -c)
                 -g, --client client      assign the user to a client, a number
                 -m, --max-quota max      the most mail the user may have, in <bytes>B, <kbytes>K,
                                          <mbytes>M or <gbytes>G; bytes by default; 0 for no limit
                 -s, --add-alias alias,.. add aliases
                 -S, --delete-alias alias,..    remove aliases (wildcards * and ?)
                 -t, --add-forward addr,..      add addresses to forward to (with -x)
                 -T, --delete-forward addr,..   remove them (wildcards * and ?)
                 --security-password passwd     a second password
                 --security-action number       what its use does (0 to 999)
                 --enable                 let the user log in and receive mail by aliases
                 --disable                don't

            """ + CommonOptions.HELP;

    private UsersHelp() {}
}
